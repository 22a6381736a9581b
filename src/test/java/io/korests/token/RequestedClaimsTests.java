package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a request may put into a token, and what it may not. */
class RequestedClaimsTests {

    private final TestService service = TestService.usual();

    @Test
    void areTakenWhereTheClientAllowsThem() {
        VerifiedToken token =
                service.verified("{\"clientId\":\"cs-claims\",\"identity\":\"a\",\"identityToMerge\":\" b \","
                        + "\"privateClaims\":{\"x\":[1,{\"y\":null}]},\"secureCustomData\":{}}");

        assertThat(token.text("identityToMerge")).isEqualTo("b");
        assertThat(token.claims().get("privateClaims").toString()).isEqualTo("{\"x\":[1,{\"y\":null}]}");
        assertThat(token.claims().get("secureCustomData").toString()).isEqualTo("{}");
    }

    @Test
    void areTakenFromAFormToo() {
        String object = URLEncoder.encode("{\"x\":\"é&=\"}", StandardCharsets.UTF_8);
        VerifiedToken token = service.verified(HttpCall.post("/api/users/sts")
                .form("clientId=cs-claims&identity=a&identityToMerge=b&privateClaims=" + object
                        + "&secureCustomData="));

        assertThat(token.text("identityToMerge")).isEqualTo("b");
        assertThat(token.claims().get("privateClaims").get("x").stringValue()).isEqualTo("é&=");
        assertThat(token.claims().has("secureCustomData")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":1.10,\"m\":1e2,\"big\":12345678901234567890123}",
                "{ \"b\" : 1 ,\n\"a\" : 2 }",
                "{\"s\":\"\\u00e9\\n\\ud83d\\ude00\"}",
                "{\"iss\":\"x\",\"sub\":\"y\",\"exp\":1}",
                "{\"\":{}}"
            })
    void objectsTravelAsTheyWereWritten(String object) {
        String jwt = service.send(HttpCall.post("/api/users/sts")
                        .json("{\"clientId\":\"cs-claims\",\"identity\":\"a\",\"privateClaims\":" + object + "}"))
                .jwt();

        String payload =
                new String(java.util.Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(payload).contains("\"privateClaims\":" + object);
    }

    @Test
    void objectsMayHave4KiB() {
        String object = "{\"x\":\"" + "y".repeat(4096 - 8) + "\"}";

        VerifiedToken token = service.verified("{\"clientId\":\"cs-claims\",\"identity\":\"a\",\"privateClaims\":"
                + object + ",\"secureCustomData\":" + object + "}");

        assertThat(object).hasSize(4096);
        assertThat(token.claims().get("privateClaims").get("x").stringValue()).hasSize(4088);
        assertThat(token.claims().get("secureCustomData").get("x").stringValue())
                .hasSize(4088);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            value = {"identityToMerge;\"b\"", "privateClaims;{}", "secureCustomData;{\"a\":1}"},
            delimiter = ';')
    void areRefusedByNameWhereTheClientDoesNotAllowThem(String claim, String value) {
        HttpAnswer answer = service.send(
                HttpCall.post("/api/users/sts").json("{\"identity\":\"a\",\"" + claim + "\":" + value + "}"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo(claim + " may not be set by a request: the client's allowed-claims does not list it.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"identityToMerge\":null",
                "\"identityToMerge\":\"\"",
                "\"privateClaims\":null",
                "\"secureCustomData\":null"
            })
    void areNotThereWhereTheyAreEmpty(String field) {
        VerifiedToken token = service.verified("{\"identity\":\"a\"," + field + "}");

        assertThat(token.claims().propertyNames())
                .containsExactlyInAnyOrder("iat", "exp", "iss", "sub", "aud", "isAnonymous");
    }

    @ParameterizedTest
    @ValueSource(strings = {"privateClaims=", "privateClaims=null", "secureCustomData=+null+", "secureCustomData"})
    void areNotThereWhereAFormHasNone(String field) {
        VerifiedToken token = service.verified(HttpCall.post("/api/users/sts").form("identity=a&" + field));

        assertThat(token.claims().propertyNames())
                .containsExactlyInAnyOrder("iat", "exp", "iss", "sub", "aud", "isAnonymous");
    }

    static Stream<String> withoutEffect() {
        return Stream.of(
                        "iss",
                        "sub",
                        "exp",
                        "iat",
                        "nbf",
                        "jti",
                        "kore_iss",
                        "kore_sub",
                        "kore_jti",
                        "alg",
                        "typ",
                        "kid",
                        "cty",
                        "crit",
                        "clientSecret",
                        "client_id",
                        "privateKey",
                        "audience",
                        "isanonymous",
                        "x",
                        "",
                        "__proto__",
                        "sts.clients")
                .flatMap(name -> Stream.of("\"evil\"", "1", "null", "{\"a\":[]}", "4102444800")
                        .map(value -> '"' + name + "\":" + value));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutEffect")
    void nothingElseHasAnEffect(String field) {
        VerifiedToken token = service.verified("{\"identity\":\"a\"," + field + "}");

        assertThat(token.header()).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        assertThat(withoutTimes(token)).isEqualTo(withoutTimes(service.verified("{\"identity\":\"a\"}")));
        assertThat(token.claims().get("exp").longValue()
                        - token.claims().get("iat").longValue())
                .isEqualTo(3600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?identity=evil&clientId=cs-members&isAnonymous=true&aud=x&sub=evil",
                "?identity=evil",
                "?clientId=cs-nobody",
                "?isAnonymous=maybe"
            })
    void queriesAreNotRead(String query) {
        VerifiedToken token =
                service.verified(HttpCall.post("/api/users/sts" + query).form("identity=a"));

        assertThat(withoutTimes(token)).isEqualTo(withoutTimes(service.verified("{\"identity\":\"a\"}")));
    }

    @ParameterizedTest
    @CsvSource({
        "alg,none",
        "alg,RS512",
        "typ,JWE",
        "kid,x",
        "sub,evil",
        "X-Forwarded-User,evil",
        "X-HTTP-Method-Override,GET"
    })
    void requestHeadersHaveNoEffect(String name, String value) {
        VerifiedToken token = service.verified(
                HttpCall.post("/api/users/sts").header(name, value).form("identity=a"));

        assertThat(token.header()).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        assertThat(withoutTimes(token)).isEqualTo(withoutTimes(service.verified("{\"identity\":\"a\"}")));
    }

    private static Map<String, JsonNode> withoutTimes(VerifiedToken token) {
        Map<String, JsonNode> claims = new HashMap<>();
        token.claims().properties().forEach(claim -> claims.put(claim.getKey(), claim.getValue()));
        claims.remove("iat");
        claims.remove("exp");
        return claims;
    }
}
