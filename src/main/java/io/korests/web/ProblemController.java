package io.korests.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers where nothing else did: an unknown path, a defect. */
@Controller
final class ProblemController implements ErrorController {

    @RequestMapping("${spring.web.error.path:/error}")
    void problem(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ContainerError.write(response, code instanceof Integer status ? status : HttpServletResponse.SC_NOT_FOUND);
    }
}
