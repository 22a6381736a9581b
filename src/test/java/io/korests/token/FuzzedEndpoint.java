package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.Fuzzed;
import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestService;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.DispatcherServlet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service in this JVM, asked without the network: thousands of requests a second, and their code is Jazzer's to watch. */
final class FuzzedEndpoint {

    /** A key id that the provider may have since it was last asked. */
    private static final String UNKNOWN_KEY = "urn:kore-sts:provider-unavailable";

    private final DispatcherServlet servlet;

    FuzzedEndpoint(TestService service) {
        // The first request of a container initializes the servlet.
        HttpAnswer answer = service.send(HttpCall.post("/api/users/sts").json("{\"identity\":\"a\"}"));
        assertThat(answer.status()).isIn(200, 401);
        servlet = service.bean(DispatcherServlet.class);
    }

    static MockHttpServletRequest request(String contentType, byte[] body) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/users/sts");
        request.setContentType(contentType);
        request.setContent(body);
        return request;
    }

    /**
     * Fails unless the answer is a token or a refusal of the closed list.
     *
     * @return the claims, or null for a refusal
     */
    JsonNode ask(MockHttpServletRequest request) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        try {
            servlet.service(request, response);
        } catch (ServletException | IOException exception) {
            throw new AssertionError("No exception may leave the endpoint", exception);
        }
        Fuzzed.assertNothingKept();
        JsonNode answer = JsonMapper.shared().readTree(response.getContentAsByteArray());
        if (response.getStatus() != 200) {
            String type = answer.get("type").stringValue();
            assertThat(type).startsWith("urn:kore-sts:");
            assertThat(response.getStatus()).as(type).isBetween(400, type.equals(UNKNOWN_KEY) ? 503 : 499);
            return null;
        }
        String[] parts = answer.get("jwt").stringValue().split("\\.", -1);
        assertThat(parts).hasSize(3);
        JsonNode claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.get("iss").stringValue()).startsWith("cs-");
        assertThat(claims.get("sub").stringValue()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
        assertThat(claims.get("isAnonymous").isBoolean()).isTrue();
        return claims;
    }

    /** A header and claims signed by a JWT's maker, in compact form. */
    static String signingInput(String header, String claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + '.'
                + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    }
}
