package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpCall;
import io.korests.Refused;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A page of another site has a signed-on user's browser post: whatever proves the user in that mode goes along, and no token
 * comes of it.
 */
class CrossSiteTests {

    private static final String SECRET = TestKeys.randomSecret(24);
    private static final FakeProvider PROVIDER = new FakeProvider().publish("k1");

    /** @param proven a request that gets a token */
    private record Mode(String name, Map<String, String> configuration, HttpCall proven) {

        TestService service() {
            return TestService.with(configuration);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mode> modes() {
        HttpCall post = HttpCall.post("/api/users/sts");
        HttpCall user = post.header("X-Forwarded-User", "jane");
        return Stream.of(
                new Mode("open", TestClientApps.one(), post),
                new Mode("gateway by secret", gateway("secret", SECRET), user.header("X-Gateway-Secret", SECRET)),
                new Mode("gateway by address", gateway("trusted-proxies", "127.0.0.1"), user),
                new Mode(
                        "oidc",
                        PROVIDER.configuration(),
                        post.header("Authorization", "Bearer " + PROVIDER.token("k1"))));
    }

    private static Map<String, String> gateway(String property, String value) {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway." + property, value);
        return properties;
    }

    @ParameterizedTest
    @MethodSource("modes")
    void getsNoTokenByAnOriginThatIsNotAllowed(Mode mode) {
        for (String origin :
                new String[] {"https://evil.example", "null", TestClientApps.ORIGIN + ".evil.example", ""}) {
            assertRefused(mode, mode.proven().origin(origin));
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void getsNoTokenWhereTheBrowserSaysCrossSiteAndNoOrigin(Mode mode) {
        assertRefused(mode, mode.proven().header("Sec-Fetch-Site", "cross-site"));
    }

    /** As a page that is read by http, put there by whoever is on the way, would look to a service behind TLS. */
    @ParameterizedTest
    @MethodSource("modes")
    void getsNoTokenWhereTheBrowserSaysCrossSiteAndTheServicesOwnOrigin(Mode mode) {
        assertRefused(mode, mode.proven().origin("http://sts.example.com").header("Sec-Fetch-Site", "cross-site"));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void getsATokenByAnOriginThatIsAllowed(Mode mode) {
        HttpCall allowed = mode.proven().origin(TestClientApps.ORIGIN).header("Sec-Fetch-Site", "cross-site");

        assertThat(mode.service().send(allowed.json(body(mode))).jwt()).isNotEmpty();
        assertThat(mode.service().send(allowed.form(form(mode))).jwt()).isNotEmpty();
    }

    /** A link to the token service, followed from another site, is no post: it gets no token, and what it asks for. */
    @Test
    void mayLinkToWhatIsPublic() {
        HttpCall link = HttpCall.of("GET", "/.well-known/jwks.json").header("Sec-Fetch-Site", "cross-site");

        assertThat(TestService.with(TestClientApps.one()).send(link).status()).isEqualTo(200);
    }

    private static void assertRefused(Mode mode, HttpCall call) {
        Refused.with(mode.service().send(call.json(body(mode))), 403, "origin-not-allowed");
        Refused.with(mode.service().send(call.form(form(mode))), 403, "origin-not-allowed");
        Refused.with(mode.service().send(call), 403, "origin-not-allowed");
    }

    private static String body(Mode mode) {
        return mode.name().equals("open") ? "{\"identity\":\"jane\"}" : "{}";
    }

    private static String form(Mode mode) {
        return mode.name().equals("open") ? "identity=jane" : "";
    }
}
