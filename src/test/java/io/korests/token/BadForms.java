package io.korests.token;

import static io.korests.problem.Refusal.CLAIM_NOT_ALLOWED;
import static io.korests.problem.Refusal.INVALID_FIELD;
import static io.korests.problem.Refusal.MALFORMED_BODY;
import static io.korests.problem.Refusal.MISSING_IDENTITY;
import static io.korests.problem.Refusal.UNKNOWN_CLIENT;
import static io.korests.problem.Refusal.UNSUPPORTED_MEDIA_TYPE;
import static io.korests.token.BadRequest.form;

import java.util.stream.Stream;

/** Forms that cannot be decoded, or have a field that cannot be used. */
final class BadForms {

    private BadForms() {}

    static Stream<BadRequest> all() {
        return Stream.of(encoding(), repeated(), fields(), missing(), claims(), json())
                .flatMap(requests -> requests);
    }

    private static Stream<BadRequest> encoding() {
        return Stream.of(
                        "identity=%",
                        "identity=%4",
                        "identity=a%",
                        "identity=%4G",
                        "identity=%ZZ",
                        "identity=%u0041",
                        "identity=%-1",
                        "identity=%+1",
                        "identity=% 41",
                        "identity=100%",
                        "identity=%%41",
                        "identity=%FF",
                        "identity=%C0%AF",
                        "identity=%ED%A0%80",
                        "identity=%E2%82",
                        "identity=%80",
                        "identity=%F4%90%80%80",
                        "%=a&identity=a",
                        "%GG=a&identity=a",
                        "identity%=a",
                        "x=%&identity=a",
                        "identity=a&clientSecret=" + BadRequest.SECRET + "%")
                .map(body -> form(MALFORMED_BODY, body, body));
    }

    private static Stream<BadRequest> repeated() {
        return Stream.of(
                        "identity=a&identity=b",
                        "identity=a&identity=a",
                        "identity=a&%69dentity=b",
                        "identity&identity=a",
                        "identity=&identity=a",
                        "identity=a&clientId=cs-travel&clientId=cs-members",
                        "identity=a&isAnonymous=false&isAnonymous=true",
                        "identity=a&aud=&aud=",
                        "identity=a&privateClaims=&privateClaims={}")
                .map(body -> form(MALFORMED_BODY, "twice in " + body, body));
    }

    private static Stream<BadRequest> fields() {
        return Stream.of(
                        "identity=a%00b",
                        "identity=a%0Ab",
                        "identity=a%0D%0Ab",
                        "identity=a%09b",
                        "identity=a%7Fb",
                        "identity=a%C2%85b",
                        "identity=" + "a".repeat(257),
                        "identity=" + "%F0%9F%98%80".repeat(257),
                        "identity=a&isAnonymous=maybe",
                        "identity=a&isAnonymous=2",
                        "identity=a&isAnonymous=%00",
                        "identity=a&isAnonymous=1.0",
                        "identity=a&isAnonymous=null",
                        "clientId=cs-claims&identity=a&privateClaims=text",
                        "clientId=cs-claims&identity=a&privateClaims=%5B%5D",
                        "clientId=cs-claims&identity=a&privateClaims=%22null%22",
                        "clientId=cs-claims&identity=a&privateClaims=%7B%7D%7B%7D",
                        "clientId=cs-claims&identity=a&privateClaims=%7B%22a%22%3A1%2C%22a%22%3A2%7D",
                        "clientId=cs-claims&identity=a&secureCustomData=%7B",
                        "clientId=cs-claims&identity=a&identityToMerge=a%00")
                .map(body -> form(INVALID_FIELD, body.length() > 80 ? body.substring(0, 40) + "…" : body, body));
    }

    private static Stream<BadRequest> missing() {
        return Stream.of(
                        "identity=",
                        "identity",
                        "identity=+++",
                        "identity=%20",
                        "=a",
                        "&",
                        "&&&&",
                        "=",
                        "Identity=a",
                        "clientId=&clientSecret=",
                        "isAnonymous=false",
                        "isAnonymous=0",
                        "isAnonymous=",
                        "user[identity]=a",
                        "identity[]=a",
                        "clientSecret=" + BadRequest.SECRET)
                .map(body -> form(MISSING_IDENTITY, body, body));
    }

    private static Stream<BadRequest> claims() {
        return Stream.concat(
                Stream.of("identityToMerge=b", "privateClaims=%7B%7D", "secureCustomData=%7B%22a%22%3A1%7D")
                        .map(claim -> form(
                                CLAIM_NOT_ALLOWED, "a claim that is not allowed: " + claim, "identity=a&" + claim)),
                Stream.of("cs-nobody", "%00", "cs-travel%00", "cs+travel")
                        .map(id -> form(UNKNOWN_CLIENT, "clientId " + id, "identity=a&clientId=" + id)));
    }

    private static Stream<BadRequest> json() {
        return Stream.of(
                        "{\"identity\":\"a\"}",
                        "{\"identity\":\"a\",\"clientSecret\":\"" + BadRequest.SECRET + "\"}",
                        " {\"identity\":\"a=b&c=d\"}",
                        "{}")
                .map(body -> form(UNSUPPORTED_MEDIA_TYPE, "JSON declared a form: " + body, body));
    }
}
