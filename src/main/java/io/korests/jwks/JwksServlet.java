package io.korests.jwks;

import io.korests.token.ProblemWriter;
import io.korests.token.Refusal;
import io.korests.web.ReadOnlyServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Serves the public keys. The media type is set, not negotiated: most readers of a JWK set ask for application/json, and some
 * for anything else.
 */
final class JwksServlet extends ReadOnlyServlet {

    static final String JWKS_PATH = "/.well-known/jwks.json";
    static final String PEM_PATH = "/.well-known/*";

    private static final long serialVersionUID = 1L;

    /** RFC 7517 §8.5.2. */
    private static final String JWK_SET = "application/jwk-set+json";

    /** Plain text, which a browser shows: it is for pasting. */
    private static final String PEM = "text/plain;charset=UTF-8";

    private static final String PEM_SUFFIX = ".pem";

    /** Short, because a new key signs from the refresh on that brought it; asking whether anything changed is cheap. */
    private static final String CACHED = "max-age=60, public";

    private final transient PublishedKeys keys;

    JwksServlet(PublishedKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(JWKS_PATH)) {
            answer(keys.jwks(), JWK_SET, request, response);
            return;
        }
        String file = request.getPathInfo();
        if (file == null || !file.endsWith(PEM_SUFFIX)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        PublishedDocument pem = keys.pem(file.substring(1, file.length() - PEM_SUFFIX.length()));
        if (pem == null) {
            ProblemWriter.write(response, Refusal.NOT_FOUND, "No client of this name signs with an RSA key.");
            return;
        }
        answer(pem, PEM, request, response);
    }

    private static void answer(
            PublishedDocument document, String type, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Cache-Control", CACHED);
        if (new ServletWebRequest(request, response).checkNotModified(document.etag())) {
            return;
        }
        response.setContentType(type);
        response.setContentLength(document.body().length);
        response.getOutputStream().write(document.body());
    }
}
