package io.korests.web;

import io.korests.problem.ProblemWriter;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a problem where Tomcat itself gives up on a request, before there is a path that a filter or a controller could
 * answer for: a request line that is not HTTP, headers that are too large. Tomcat's own valve writes a page of HTML.
 */
final class ProblemReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            ProblemWriter.write(response, response.getStatus());
            response.finishResponse();
        } catch (IOException | IllegalStateException exception) {
            // The connection is gone, or an answer has begun: there is nobody to tell.
        }
    }
}
