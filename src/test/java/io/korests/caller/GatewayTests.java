package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Refused;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's secret, through the whole service. */
class GatewayTests {

    private static final String SECRET = TestKeys.randomSecret(24);
    private static final String PREVIOUS = TestKeys.randomSecret(24);
    private static final String USER = "X-Forwarded-User";
    private static final String PROOF = "X-Gateway-Secret";

    private final TestService service = TestService.with(configuration());

    private static Map<String, String> configuration() {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.default-client", "travel");
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.secret", SECRET);
        properties.put("sts.caller.gateway.previous-secret", PREVIOUS);
        TestClientApps.hs(properties, "members", "HS256");
        properties.put("sts.clients.members.anonymous", "false");
        return properties;
    }

    @Test
    void believesTheIdentityThatComesWithTheSecret() {
        assertThat(service.verified(proven("jane@example.com")).subject()).isEqualTo("jane@example.com");
        assertThat(service.verified(proven("jane@example.com")).isAnonymous()).isFalse();
    }

    @Test
    void takesThePreviousSecretToo() {
        HttpCall call = post().header(USER, "jane").header(PROOF, PREVIOUS);

        assertThat(service.verified(call).subject()).isEqualTo("jane");
    }

    @Test
    void refusesAnIdentityHeaderWithoutProof() {
        assertUnproven(post().header(USER, "jane"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong-secret-of-some-length", "undefined", "null", "*"})
    void refusesAWrongSecret(String wrong) {
        assertUnproven(post().header(USER, "jane").header(PROOF, wrong));
    }

    @Test
    void refusesPartsOfTheSecretAndMoreThanIt() {
        assertUnproven(post().header(USER, "jane").header(PROOF, SECRET.substring(1)));
        assertUnproven(post().header(USER, "jane").header(PROOF, SECRET.substring(0, SECRET.length() - 1)));
        assertUnproven(post().header(USER, "jane").header(PROOF, SECRET + 'x'));
        assertUnproven(post().header(USER, "jane").header(PROOF, SECRET + ", " + PREVIOUS));
        assertUnproven(post().header(USER, "jane").header(PROOF, SECRET.toLowerCase(java.util.Locale.ROOT)));
    }

    @Test
    void refusesASecretThatStandsTwice() {
        assertUnproven(proven("jane").header(PROOF, "guess"));
        assertUnproven(post().header(USER, "jane").header(PROOF, "guess").header(PROOF, SECRET));
        assertUnproven(proven("jane").header(PROOF, SECRET));
    }

    @Test
    void refusesAnIdentityThatStandsTwice() {
        for (HttpCall twice : new HttpCall[] {
            proven("jane").header(USER, "john"),
            proven("jane").header(USER, "jane"),
            proven("jane").header("x-forwarded-user", "john")
        }) {
            Refused.with(service.send(twice), 403, "unusable-identity");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X_Forwarded_User", "X-Forwarded-Users", "X-User", "Remote-User", "X-Forwarded-Email"})
    void looksAtNoOtherHeader(String header) {
        assertUnproven(post().header(header, "jane").header(PROOF, SECRET));
    }

    @Test
    void refusesTheSecretWithoutIdentity() {
        assertUnproven(post().header(PROOF, SECRET));
        assertUnproven(proven(""));
        assertUnproven(proven("  "));
    }

    @Test
    void readsTheIdentityAsUtf8AndRefusesWhatIsNot() {
        String bytes = new String("jörg@例え.jp".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(service.verified(proven(bytes)).subject()).isEqualTo("jörg@例え.jp");
        Refused.with(service.send(proven("j\u00f6rg")), 403, "unusable-identity");
    }

    @Test
    void refusesAnotherIdentityInTheBody() {
        Refused.with(service.send(proven("jane").json("{\"identity\":\"john\"}")), 403, "identity-mismatch");
        Refused.with(service.send(proven("jane").json("{\"identity\":\"Jane\"}")), 403, "identity-mismatch");
        Refused.with(service.send(proven("jane").form("identity=john")), 403, "identity-mismatch");
        Refused.with(
                service.send(proven("jane").json("{\"identity\":\"john\",\"isAnonymous\":true}")),
                403,
                "identity-mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"identity\":null}", "{\"identity\":\" \"}", "{\"identity\":\"jane\"}"})
    void takesTheSameIdentityOrNoneInTheBody(String body) {
        assertThat(service.verified(proven("jane").json(body)).subject()).isEqualTo("jane");
    }

    @Test
    void refusesAnIdentityInTheBodyAlone() {
        assertUnproven(HttpCall.post("/api/users/sts").json("{\"identity\":\"jane\"}"));
        assertUnproven(HttpCall.post("/api/users/sts").json("{\"identity\":\"jane\",\"isAnonymous\":true}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer undefined", "bearer undefined", "Bearer null", "Bearer", "Basic amFuZTpqYW5l"})
    void takesNoAuthorizationHeaderForProof(String authorization) {
        assertUnproven(post().header("Authorization", authorization));
    }

    @Test
    void givesARandomIdentityToAnonymousUsersWithoutProof() {
        HttpCall call = HttpCall.post("/api/users/sts").json("{\"isAnonymous\":true}");

        assertThat(service.verified(call).isAnonymous()).isTrue();
        assertThat(service.verified(call).subject()).matches("[A-Za-z0-9_-]{22}");
        assertThat(service.verified(call).subject())
                .isNotEqualTo(service.verified(call).subject());
    }

    @Test
    void givesNoAnonymousTokenOfAClientWithoutAnonymousUsers() {
        String body = "{\"isAnonymous\":true,\"clientId\":\"cs-members\"}";

        Refused.with(service.send(proven("jane").json(body)), 403, "anonymous-not-allowed");
        assertUnproven(post().json(body));
    }

    /** Nor a client that is not there from one that allows less. */
    @Test
    void aStrangerCannotTellClientsApartByRefusals() {
        HttpAnswer first = service.send(post().json("{\"clientId\":\"cs-nobody\",\"isAnonymous\":true}"));
        Refused.with(first, 401, "unproven-caller");

        for (String body : new String[] {
            "{\"clientId\":\"cs-members\",\"isAnonymous\":true}",
            "{\"clientId\":\"cs-members\"}",
            "{\"clientId\":\"cs-nobody\"}",
            "{\"clientId\":\"cs-travel\",\"identityToMerge\":\"x\"}",
            "{\"clientId\":\"cs-travel\",\"identityToMerge\":\"x\",\"isAnonymous\":true}",
            "{\"clientId\":\"cs-travel\",\"anonymousJwt\":\"a.b.c\"}"
        }) {
            HttpAnswer answer = service.send(post().json(body));
            assertUnproven(post().json(body));
            assertThat(answer.json().get("detail")).isEqualTo(first.json().get("detail"));
        }
    }

    @Test
    void aRefusalNamesNoClient() {
        HttpAnswer answer = service.send(proven("jane").json("{\"identityToMerge\":\"x\"}"));

        Refused.with(answer, 403, "claim-not-allowed");
        assertThat(answer.text()).doesNotContain("travel");
    }

    /** Her own name marked anonymous would later be merged. */
    @Test
    void aProvenUserWhoSaysAnonymousIsNeverHerself() {
        Refused.with(
                service.send(proven("jane").json("{\"identity\":\"jane\",\"isAnonymous\":true}")),
                403,
                "identity-mismatch");
        VerifiedToken anonymous = service.verified(proven("jane").json("{\"isAnonymous\":true}"));
        assertThat(anonymous.subject()).matches("[A-Za-z0-9_-]{22}");
        assertThat(anonymous.isAnonymous()).isTrue();
    }

    @Test
    void theWebSdksPlaceholderIsNoIdentity() {
        String body = "{\"identity\":\" PLEASE_ENTER_USER_EMAIL_ID \"}";

        assertThat(service.verified(proven("jane").json(body)).subject()).isEqualTo("jane");
        assertUnproven(post().json(body));
    }

    @Test
    void letterCaseIsIgnoredWhereThatIsSet() {
        Map<String, String> properties = configuration();
        properties.put("sts.caller.ignore-case", "true");
        TestService lenient = TestService.with(properties);

        assertThat(lenient.verified(proven("Jane@Example.com").json("{\"identity\":\"jane@example.COM\"}"))
                        .subject())
                .isEqualTo("Jane@Example.com");
        Refused.with(lenient.send(proven("jane").json("{\"identity\":\"john\"}")), 403, "identity-mismatch");
    }

    @Test
    void theGatewaysPrefixIsRemovedAndRequired() {
        Map<String, String> properties = configuration();
        properties.put("sts.caller.gateway.identity-prefix", "accounts.google.com:");
        TestService google = TestService.with(properties);

        assertThat(google.verified(proven("accounts.google.com:jane@example.com"))
                        .subject())
                .isEqualTo("jane@example.com");
        for (String other :
                new String[] {"jane@example.com", "Accounts.google.com:jane", "x accounts.google.com:jane"}) {
            Refused.with(google.send(proven(other)), 403, "unusable-identity");
        }
        Refused.with(google.send(proven("accounts.google.com:")), 401, "unproven-caller");
        Refused.with(google.send(proven("accounts.google.com:null")), 401, "unproven-caller");
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts");
    }

    private static HttpCall proven(String identity) {
        return post().header(PROOF, SECRET).header(USER, identity);
    }

    private void assertUnproven(HttpCall call) {
        HttpAnswer answer = service.send(call);
        Refused.with(answer, 401, "unproven-caller");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Gateway");
    }
}
