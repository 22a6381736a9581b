package io.korests.playground;

import io.korests.web.ReadOnlyServlet;
import io.korests.web.StaticFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves the page, its modules, and the facts that it shows. */
final class PlaygroundServlet extends ReadOnlyServlet {

    private static final long serialVersionUID = 1L;

    /** The page asks the host it came from and no other, and runs no script that is not one of its files. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final List<String> SCRIPTS =
            List.of("answer", "app", "ask", "code", "dom", "form", "signature", "snippets", "token");

    private final transient Map<String, StaticFile> files = files();
    private final transient Supplier<byte[]> facts;

    /** @param facts {@link PublicFacts} as they are now, in JSON */
    PlaygroundServlet(Supplier<byte[]> facts) {
        this.facts = facts;
    }

    private static Map<String, StaticFile> files() {
        Map<String, StaticFile> files = new HashMap<>();
        files.put("/", new StaticFile("playground/index.html", "text/html;charset=UTF-8"));
        files.put("/style.css", new StaticFile("playground/style.css", "text/css;charset=UTF-8"));
        files.put("/icon.svg", new StaticFile("playground/icon.svg", "image/svg+xml"));
        for (String name : SCRIPTS) {
            files.put(
                    '/' + name + ".js", new StaticFile("playground/" + name + ".js", "text/javascript;charset=UTF-8"));
        }
        return Map.copyOf(files);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (path == null) {
            // Relative: a gateway may serve the page under a longer path than this service sees.
            response.setHeader("Location", "playground/");
            response.setStatus(HttpServletResponse.SC_FOUND);
            return;
        }
        if (path.equals("/clients.json")) {
            answerFacts(response);
            return;
        }
        answer(files.get(path), response);
    }

    private void answerFacts(HttpServletResponse response) throws IOException {
        byte[] body = facts.get();
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static void answer(@Nullable StaticFile file, HttpServletResponse response) throws IOException {
        if (file == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        file.answer(response);
    }
}
