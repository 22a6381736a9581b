package io.korests.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;

/** A file of the jar, read once and answered as it is. Safe for use by many threads. */
public final class StaticFile {

    private final byte[] content;
    private final String contentType;

    /**
     * @param path on the class path, without a slash before it
     * @param contentType as it stands in the answer
     * @throws UncheckedIOException if the jar has no such file
     */
    public StaticFile(String path, String contentType) {
        try {
            this.content = new ClassPathResource(path).getContentAsByteArray();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        this.contentType = contentType;
    }

    /** Answers with the file. It may change with the next release: no cache keeps it without asking. */
    public void answer(HttpServletResponse response) throws IOException {
        response.setContentType(contentType);
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
