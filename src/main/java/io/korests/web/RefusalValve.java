package io.korests.web;

import io.korests.token.Admission;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Lets no refused request hold up the others that are to be refused: Tomcat would wait for the rest of its body, which a slow
 * sender takes seconds for, on the one thread that refuses.
 */
final class RefusalValve extends ValveBase {

    RefusalValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (Admission.isRefused()) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }
}
