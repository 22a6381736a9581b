package io.korests.token;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Answers with a problem (RFC 9457). The old web SDK shows {@code errors[0].msg} of an error and nothing else of it
 * (kore-bot-sdk-client.js), hence that extension.
 */
public final class ProblemWriter {

    private ProblemWriter() {}

    /** @param detail a sentence that echoes nothing the caller sent */
    public static void write(HttpServletResponse response, Refusal refusal, String detail) throws IOException {
        byte[] body = body(refusal, detail).getBytes(StandardCharsets.UTF_8);
        response.setStatus(refusal.status());
        response.setContentType("application/problem+json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** The problem as JSON. */
    static String body(Refusal refusal, String detail) {
        String sentence = quoted(detail);
        return "{\"type\":\"urn:kore-sts:" + refusal.code() + "\",\"title\":" + quoted(refusal.title()) + ",\"status\":"
                + refusal.status() + ",\"detail\":" + sentence + ",\"errors\":[{\"msg\":" + sentence + ",\"code\":"
                + refusal.status() + "}]}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"').toString();
    }
}
