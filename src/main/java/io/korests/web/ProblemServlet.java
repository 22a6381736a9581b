package io.korests.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers where nothing else did: a path that nobody serves, or an error that the container found. */
final class ProblemServlet extends HttpServlet {

    static final String ERROR_PATH = "/error";

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ContainerError.write(response, code instanceof Integer status ? status : HttpServletResponse.SC_NOT_FOUND);
    }
}
