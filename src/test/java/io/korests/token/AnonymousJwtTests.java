package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpCall;
import io.korests.Refused;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Merging an anonymous user by the token that this user had. */
class AnonymousJwtTests {

    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final long HOUR = 3600;
    private static final String GATEWAY_SECRET = TestKeys.randomSecret(24);
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final TestService service = TestService.with(configuration());

    private static Map<String, String> configuration() {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.default-client", "travel");
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.secret", GATEWAY_SECRET);
        // The same secret as travel: only the issuer tells their tokens apart.
        TestClientApps.hs(properties, "shopping", "HS256");
        TestClientApps.hs(properties, "kore", "HS256");
        properties.put("sts.clients.kore.claim-names", "kore");
        TestClientApps.rs(properties, "banking", "RS256");
        return properties;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cs-travel", "cs-kore", "cs-banking"})
    void mergesTheUserOfAnAnonymousToken(String client) {
        String anonymous = anonymous(client);
        String sub = client.equals("cs-kore") ? "kore_sub" : "sub";
        String wanted = claims(anonymous).get(sub).stringValue();

        String merged = service.send(proven().json(body(client, anonymous))).jwt();

        assertThat(claims(merged).get("identityToMerge").stringValue()).isEqualTo(wanted);
        assertThat(claims(merged).get(sub).stringValue()).isEqualTo("jane");
        assertThat(claims(merged).get("isAnonymous").booleanValue()).isFalse();
    }

    @Test
    void mergesFromAForm() {
        String anonymous = anonymous("cs-travel");

        VerifiedToken merged = service.verified(proven().form("anonymousJwt=" + anonymous));

        assertThat(merged.text("identityToMerge"))
                .isEqualTo(claims(anonymous).get("sub").stringValue());
    }

    @ParameterizedTest
    @CsvSource({"1, true", "-1, true", "-23, true", "-25, false", "-1000, false"})
    void takesATokenThatExpiredWithinTheMergeWindow(long hours, boolean taken) {
        String token = token(claim("exp", now() + hours * HOUR));

        if (taken) {
            assertThat(service.verified(proven().json(body("cs-travel", token))).text("identityToMerge"))
                    .isEqualTo("a1");
        } else {
            assertProvesNothing(token);
        }
    }

    @Test
    void takesAnotherMergeWindowThanTheUsualOne() {
        Map<String, String> properties = new HashMap<>(configuration());
        properties.put("sts.merge-window", "2h");
        TestService brief = TestService.with(properties);
        HttpCall inTime = proven().json(body("cs-travel", token(claim("exp", now() - HOUR))));
        HttpCall tooLate = proven().json(body("cs-travel", token(claim("exp", now() - 3 * HOUR))));

        assertThat(brief.verified(inTime).text("identityToMerge")).isEqualTo("a1");
        Refused.with(brief.send(tooLate), 400, "invalid-anonymous-token");
    }

    @Test
    void refusesATokenOfAnotherClient() {
        assertProvesNothing(anonymous("cs-shopping"));
        assertProvesNothing(anonymous("cs-kore"));
        assertProvesNothing(anonymous("cs-banking"));
        assertProvesNothing(token(claim("iss", "cs-shopping")));
        assertProvesNothing(token(claim("iss", null)));
        assertProvesNothing(token(claim("iss", java.util.List.of("cs-travel"))));
    }

    @Test
    void refusesATokenThatIsNotAnonymous() {
        assertProvesNothing(service.send(proven()).jwt());
        assertProvesNothing(token(claim("isAnonymous", false)));
        assertProvesNothing(token(claim("isAnonymous", null)));
        assertProvesNothing(token(claim("isAnonymous", "true")));
        assertProvesNothing(token(claim("isAnonymous", 1)));
    }

    @Test
    void refusesATokenWithoutEndOrSubject() {
        assertProvesNothing(token(claim("exp", null)));
        assertProvesNothing(token(claim("sub", null)));
        assertProvesNothing(token(claim("sub", 7)));
    }

    @Test
    void refusesATokenThatWasChanged() {
        String[] parts = anonymous("cs-travel").split("\\.");
        String victim = BASE64URL.encodeToString(
                JsonMapper.shared().writeValueAsString(claim("sub", "victim")).getBytes(StandardCharsets.UTF_8));

        assertProvesNothing(parts[0] + '.' + victim + '.' + parts[2]);
        assertProvesNothing(parts[0] + '.' + parts[1] + '.' + parts[2].substring(2));
        assertProvesNothing(parts[0] + '.' + parts[1] + '.');
        assertProvesNothing(parts[0] + '.' + parts[1]);
    }

    /** 32 bytes are 42 characters of base64url and one whose last two bits say nothing. */
    @Test
    void refusesAnotherSpellingOfAToken() {
        String token = anonymous("cs-travel");
        char last = token.charAt(token.length() - 1);

        assertProvesNothing(token + '?');
        assertProvesNothing(token + '=');
        assertProvesNothing(token.replaceAll("\\.(?=[^.]*$)", ".?"));
        assertProvesNothing(token.replaceFirst("\\.", " ."));
        assertProvesNothing(token.substring(0, token.length() - 1) + (char) (last + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS384", "HS512", "RS256", "dir", ""})
    void refusesAnotherAlgorithm(String algorithm) {
        String mac = algorithm.equals("HS384") ? "HmacSHA384" : algorithm.equals("HS512") ? "HmacSHA512" : "HmacSHA256";
        String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";

        assertProvesNothing(signed(header, claim("sub", "a1"), mac, TestKeys.SECRET));
        assertProvesNothing(
                signed(header, claim("sub", "a1"), mac, TestKeys.SECRET).replaceAll("[^.]*$", ""));
    }

    @Test
    void refusesAnHmacOverThePublicKeyOfAnRsaClient() {
        Map<String, Object> claims = claim("iss", "cs-banking");
        byte[] publicKey = TestKeys.rsa().getPublic().getEncoded();

        Refused.with(
                service.send(proven().json(body("cs-banking", signed(HEADER, claims, "HmacSHA256", publicKey)))),
                400,
                "invalid-anonymous-token");
    }

    /** Signed with the client's own key. A parser would keep the names of such a header. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"typ\":\"JWT\",\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"sent-by-a-stranger\":1}",
                "{\"alg\":\"HS256\",\"typ\":\"JWT\"} "
            })
    void refusesAHeaderThatIsNotTheClientsOwn(String header) {
        assertProvesNothing(signed(header, claim("sub", "a1"), "HmacSHA256", TestKeys.SECRET));
    }

    @Test
    void refusesClaimsThatAreNotExactlyOneObject() {
        String claims = JsonMapper.shared()
                .writeValueAsString(claim("custom", JsonMapper.shared().readTree("[".repeat(32) + "]".repeat(32))));
        assertThat(service.send(proven().json(body("cs-travel", token(claims)))).status())
                .isEqualTo(200);

        assertProvesNothing(token(claims + "}"));
        assertProvesNothing(token(claims + "\n" + claims));
        assertProvesNothing(token(claims + " //"));
        assertProvesNothing(token("[" + claims + "]"));
        assertProvesNothing(token(claims.replaceFirst("\\{", "{\"sub\":\"victim\",")));
        assertProvesNothing(token(claims.replace("[]", "[[]]")));
        assertProvesNothing(token(""));
    }

    @Test
    void refusesAnotherSecret() {
        assertProvesNothing(signed(HEADER, claim("sub", "a1"), "HmacSHA256", TestKeys.randomSecret(33)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "null", "a.b.c", "..", "{}", "a.b.c.d.e"})
    void refusesWhatIsNoToken(String text) {
        assertProvesNothing(text);
    }

    @Test
    void mergesOnlyIntoUsersWhoHaveSignedOn() {
        String anonymous = anonymous("cs-travel");

        Refused.with(
                service.send(post().json("{\"isAnonymous\":true,\"anonymousJwt\":\"" + anonymous + "\"}")),
                400,
                "invalid-field");
        Refused.with(service.send(post().json("{\"anonymousJwt\":\"" + anonymous + "\"}")), 401, "unproven-caller");
    }

    @Test
    void takesNoPlainIdentityToMerge() {
        Refused.with(service.send(proven().json("{\"identityToMerge\":\"victim\"}")), 403, "claim-not-allowed");
        Refused.with(
                service.send(proven().json("{\"identityToMerge\":\"victim\",\"anonymousJwt\":\""
                        + anonymous("cs-travel") + "\"}")),
                403,
                "claim-not-allowed");
    }

    private String anonymous(String client) {
        return service.send(post().json("{\"isAnonymous\":true,\"clientId\":\"" + client + "\"}"))
                .jwt();
    }

    private void assertProvesNothing(String token) {
        Refused.with(service.send(proven().json(body("cs-travel", token))), 400, "invalid-anonymous-token");
    }

    private static String body(String client, String token) {
        return "{\"clientId\":\"" + client + "\",\"anonymousJwt\":\"" + token + "\"}";
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts");
    }

    private static HttpCall proven() {
        return post().header("X-Gateway-Secret", GATEWAY_SECRET).header("X-Forwarded-User", "jane");
    }

    private static tools.jackson.databind.JsonNode claims(String jwt) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
    }

    /** The claims of a good anonymous token of travel, one of them changed, or left out for null. */
    private static Map<String, Object> claim(String name, Object value) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", "cs-travel");
        claims.put("sub", "a1");
        claims.put("isAnonymous", true);
        claims.put("exp", now() + HOUR);
        claims.put(name, value);
        claims.values().removeIf(java.util.Objects::isNull);
        return claims;
    }

    private static String token(Map<String, Object> claims) {
        return token(JsonMapper.shared().writeValueAsString(claims));
    }

    private static String token(String claims) {
        return signed(HEADER, claims, "HmacSHA256", TestKeys.SECRET.getBytes(StandardCharsets.UTF_8));
    }

    private static String signed(String header, Map<String, Object> claims, String algorithm, String secret) {
        return signed(header, claims, algorithm, secret.getBytes(StandardCharsets.UTF_8));
    }

    private static String signed(String header, Map<String, Object> claims, String algorithm, byte[] secret) {
        return signed(header, JsonMapper.shared().writeValueAsString(claims), algorithm, secret);
    }

    private static String signed(String header, String claims, String algorithm, byte[] secret) {
        try {
            byte[] payload = claims.getBytes(StandardCharsets.UTF_8);
            String input = BASE64URL.encodeToString(header.getBytes(StandardCharsets.UTF_8))
                    + '.'
                    + BASE64URL.encodeToString(payload);
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return input + '.' + BASE64URL.encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }
}
