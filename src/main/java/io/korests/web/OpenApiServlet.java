package io.korests.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Serves the description of the API (OpenAPI 3.1), written by hand in {@code openapi.yaml}. */
final class OpenApiServlet extends ReadOnlyServlet {

    private static final long serialVersionUID = 1L;

    /** RFC 9512. */
    private final transient StaticFile description = new StaticFile("openapi.yaml", "application/yaml");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        description.answer(response);
    }
}
