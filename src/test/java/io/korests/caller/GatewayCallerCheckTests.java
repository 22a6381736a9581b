package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.CallerProperties;
import io.korests.caller.Caller.AuthenticationMethod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class GatewayCallerCheckTests {

    private static final String SECRET = "secret-of-the-gateway";
    private static final CallerProperties.Gateway GATEWAY = gateway(SECRET, "the-one-before-it");

    private final GatewayCallerCheck check = new GatewayCallerCheck(GATEWAY);

    private static CallerProperties.Gateway gateway(String secret, String previousSecret, String... proxies) {
        return new CallerProperties.Gateway(
                "X-User", null, "X-Secret", secret, previousSecret, List.of(proxies), "X-Request-Id");
    }

    @Test
    void needsAWayToAuthenticateTheGateway() {
        assertThatThrownBy(() -> new GatewayCallerCheck(gateway(null, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a gateway needs a secret, trusted proxies, or both");
    }

    @Test
    void namesTheAuthenticationMethod() {
        MockHttpServletRequest request = request(SECRET, "jane");
        request.setRemoteAddr("192.0.2.7");

        assertThat(new GatewayCallerCheck(gateway(SECRET, null))
                        .identify(request)
                        .method())
                .isEqualTo(AuthenticationMethod.GATEWAY_SECRET);
        assertThat(new GatewayCallerCheck(gateway(null, null, "192.0.2.0/24"))
                        .identify(request)
                        .method())
                .isEqualTo(AuthenticationMethod.TRUSTED_PROXY);
        assertThat(new GatewayCallerCheck(gateway(SECRET, null, "192.0.2.0/24"))
                        .identify(request)
                        .method())
                .isEqualTo(AuthenticationMethod.GATEWAY_SECRET_AND_TRUSTED_PROXY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "f1e2d3c4-aaaa-bbbb-cccc-0123456789ab",
                "Root=1-67891233-abcdef012345678912345678",
                "a.b_c:d/e+f="
            })
    void takesTheRequestIdOfAnAuthenticatedGateway(String id) {
        assertThat(identified(SECRET, id).requestId()).isEqualTo(id);
        assertThat(identified("the-one-before-it", id).requestId()).isEqualTo(id);
    }

    @Test
    void takesARequestIdOf128CharactersAndNoLongerOne() {
        assertThat(identified(SECRET, "x".repeat(128)).requestId()).isEqualTo("x".repeat(128));
        assertThat(identified(SECRET, "x".repeat(129)).requestId()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a\nb", "a\"b", "a,b", "a;b", "<a>", "{a}", "a\\b", "\u00e4", "a\u2028b", "a%0a"
            })
    void takesNoRequestIdThatCouldBeMistakenInALog(String id) {
        assertThat(identified(SECRET, id).requestId()).isNull();
        assertThat(identified(SECRET, id).identity()).isEqualTo("jane");
    }

    @Test
    void takesNoRequestIdThatStandsTwice() {
        MockHttpServletRequest request = request(SECRET, "jane");
        request.addHeader("X-Request-Id", "id-of-the-client");
        request.addHeader("X-Request-Id", "id-of-the-gateway");

        assertThat(check.identify(request))
                .isEqualTo(new Caller(AuthenticationMethod.GATEWAY_SECRET, "jane", null, null));
    }

    @Test
    void takesNoRequestIdFromAnybodyElse() {
        assertThat(identified("guess", "id-of-a-stranger")).isEqualTo(Caller.unproven(Cause.WRONG_SECRET));
    }

    @Test
    void keepsTheRequestIdOfAnAuthenticatedGatewayWithoutUser() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("X-Secret", SECRET);
        request.addHeader("X-Request-Id", "id-1");

        assertThat(check.identify(request))
                .isEqualTo(new Caller(AuthenticationMethod.NONE, null, "id-1", Cause.NO_IDENTITY_HEADER));
    }

    @Test
    void saysNothingOfItsSecrets() {
        assertThat(GATEWAY.toString()).doesNotContain(SECRET, "the-one-before-it");
        assertThat(check.toString()).doesNotContain(SECRET, "the-one-before-it");
    }

    private Caller identified(String secret, String requestId) {
        MockHttpServletRequest request = request(secret, "jane");
        request.addHeader("X-Request-Id", requestId);
        return check.identify(request);
    }

    private static MockHttpServletRequest request(String secret, String user) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("X-Secret", secret);
        request.addHeader("X-User", user);
        return request;
    }
}
