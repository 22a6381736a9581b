package io.korests.token;

import static io.korests.problem.Refusal.CLAIM_NOT_ALLOWED;
import static io.korests.problem.Refusal.INVALID_FIELD;
import static io.korests.problem.Refusal.UNKNOWN_CLIENT;
import static io.korests.token.BadRequest.json;

import io.korests.problem.Refusal;
import java.util.stream.Stream;

/** JSON that can be read, with a field that cannot be used. */
final class BadFields {

    private BadFields() {}

    static Stream<BadRequest> all() {
        return Stream.of(types(), clients(), anonymous(), claims(), objects()).flatMap(requests -> requests);
    }

    private static Stream<BadRequest> types() {
        return Stream.of(
                        "identity:true",
                        "identity:false",
                        "identity:{}",
                        "identity:[]",
                        "identity:[\"a\"]",
                        "identity:{\"a\":1}",
                        "clientId:1",
                        "clientId:true",
                        "clientId:{}",
                        "clientId:[\"cs-travel\"]",
                        "aud:1",
                        "aud:false",
                        "aud:{}",
                        "aud:[\"https://idproxy.kore.com/authorize\"]",
                        "isAnonymous:\"yes\"",
                        "isAnonymous:\"tRUE\"",
                        "isAnonymous:\"on\"",
                        "isAnonymous:\"null\"",
                        "isAnonymous:\"01\"",
                        "isAnonymous:2",
                        "isAnonymous:-1",
                        "isAnonymous:1.5",
                        "isAnonymous:0.1",
                        "isAnonymous:1e400",
                        "isAnonymous:\"1.0\"",
                        "isAnonymous:\"NaN\"",
                        "isAnonymous:{}",
                        "isAnonymous:[]",
                        "isAnonymous:[true]",
                        "anonymousJwt:1",
                        "anonymousJwt:{}",
                        "anonymousJwt:[]",
                        "anonymousJwt:true")
                .map(field -> json(INVALID_FIELD, field, with(field)));
    }

    /** The field in place of a good value. */
    private static String with(String field) {
        int colon = field.indexOf(':');
        String name = field.substring(0, colon);
        String identity = name.equals("identity") ? "" : "\"identity\":\"a\",";
        return '{' + identity + "\"clientSecret\":\"" + BadRequest.SECRET + "\",\"" + name + "\":"
                + field.substring(colon + 1) + '}';
    }

    private static Stream<BadRequest> clients() {
        return Stream.of(
                        "cs-nobody",
                        "CS-TRAVEL",
                        "travel",
                        "cs-travel2",
                        "cs-trave",
                        "cs-travel,cs-members",
                        "cs-travel\\u0000",
                        "\\ud800",
                        "*",
                        "../cs-travel",
                        "${sts.clients.travel.client-secret}",
                        "cs-travel\\n",
                        "null")
                .filter(id -> !id.endsWith("\\n"))
                .map(id -> json(UNKNOWN_CLIENT, "clientId " + id, "{\"identity\":\"a\",\"clientId\":\"" + id + "\"}"));
    }

    private static Stream<BadRequest> anonymous() {
        return Stream.of("true", "\"true\"", "1", "\"1\"")
                .flatMap(yes -> Stream.of(
                        json(
                                Refusal.ANONYMOUS_NOT_ALLOWED,
                                "isAnonymous " + yes + " where it is not allowed",
                                "{\"clientId\":\"cs-members\",\"isAnonymous\":" + yes + '}'),
                        json(
                                Refusal.ANONYMOUS_NOT_ALLOWED,
                                "isAnonymous " + yes + " with identity where it is not allowed",
                                "{\"clientId\":\"cs-members\",\"identity\":\"a\",\"isAnonymous\":" + yes + '}')));
    }

    private static Stream<BadRequest> claims() {
        return Stream.of(
                        "\"identityToMerge\":\"b\"",
                        "\"identityToMerge\":7",
                        "\"privateClaims\":{}",
                        "\"privateClaims\":{\"a\":1}",
                        "\"secureCustomData\":{}",
                        "\"secureCustomData\":{\"a\":\"" + BadRequest.SECRET + "\"}")
                .map(claim -> json(
                        CLAIM_NOT_ALLOWED,
                        "a claim that is not allowed: " + claim,
                        "{\"identity\":\"a\"," + claim + '}'));
    }

    private static Stream<BadRequest> objects() {
        String tooLong = "{\"x\":\"" + "y".repeat(4089) + "\"}";
        return Stream.of("privateClaims", "secureCustomData")
                .flatMap(claim -> Stream.of(
                                "\"text\"", "\"{}\"", "1", "true", "[]", "[{}]", tooLong, tooLong.replace("yy", "é"))
                        .map(value -> json(
                                INVALID_FIELD,
                                claim + " as " + shortened(value),
                                claims('"' + claim + "\":" + value))));
    }

    /** For the client that allows all claims. */
    static String claims(String field) {
        return "{\"clientId\":\"cs-claims\",\"identity\":\"a\"," + field + '}';
    }

    static String shortened(String text) {
        return text.length() > 30 ? text.substring(0, 10) + "… of " + text.length() + " characters" : text;
    }
}
