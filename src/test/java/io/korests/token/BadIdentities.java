package io.korests.token;

import static io.korests.problem.Refusal.INVALID_FIELD;
import static io.korests.problem.Refusal.MISSING_IDENTITY;
import static io.korests.token.BadFields.claims;
import static io.korests.token.BadFields.shortened;
import static io.korests.token.BadRequest.json;

import java.util.stream.Stream;

/** JSON that can be read, with an identity that cannot be used, or none. */
final class BadIdentities {

    private BadIdentities() {}

    static Stream<BadRequest> all() {
        return Stream.of(numbers(), characters(), lengths(), missing()).flatMap(requests -> requests);
    }

    private static Stream<BadRequest> numbers() {
        return Stream.of(
                        "1.5",
                        "4711.01",
                        "1e-1",
                        "1e16",
                        "9007199254740992.0",
                        "1E400",
                        "1e-400",
                        "1e999999999",
                        "1e-999999999",
                        "9007199254740992",
                        "-9007199254740992",
                        "9223372036854775807",
                        "-9223372036854775808",
                        "9223372036854775808",
                        "99999999999999999999",
                        "1".repeat(300),
                        "1".repeat(999),
                        "0." + "1".repeat(900))
                .map(number -> json(
                        INVALID_FIELD, "identity the number " + shortened(number), "{\"identity\":" + number + '}'));
    }

    private static Stream<BadRequest> characters() {
        return Stream.of(
                        "a\\u0000b",
                        "a\\u0001",
                        "a\\nb",
                        "a\\tb",
                        "a\\rb",
                        "a\\u001fb",
                        "a\\u007fb",
                        "a\\u0085b",
                        "a\\u009fb",
                        "\\ud800",
                        "\\udc00",
                        "a\\ud83d",
                        "\\ude00a",
                        "\\ude00\\ud83d",
                        "\\ud83d\\ud83d",
                        "a\\ud83db",
                        "\\uD83D\\u0041\\uDE00")
                .flatMap(text -> Stream.of(
                        json(INVALID_FIELD, "identity " + text, "{\"identity\":\"" + text + "\"}"),
                        json(INVALID_FIELD, "identityToMerge " + text, claims("\"identityToMerge\":\"" + text + '"'))));
    }

    private static Stream<BadRequest> lengths() {
        return Stream.of("a", "é", "漢", "😀")
                .flatMap(character -> Stream.of(
                        json(
                                INVALID_FIELD,
                                "identity of 257 times " + character,
                                "{\"identity\":\"" + character.repeat(257) + "\"}"),
                        json(
                                INVALID_FIELD,
                                "identityToMerge of 257 times " + character,
                                claims("\"identityToMerge\":\"" + character.repeat(257) + '"')),
                        json(
                                INVALID_FIELD,
                                "identity of 3900 times " + character,
                                "{\"identity\":\"" + character.repeat(3900) + "\"}")));
    }

    private static Stream<BadRequest> missing() {
        return Stream.of(
                        "{}",
                        "{ }",
                        "{\"identity\":null}",
                        "{\"identity\":\"\"}",
                        "{\"identity\":\"   \"}",
                        "{\"identity\":\"\\n\\t\"}",
                        "{\"identity\":\"\u2003\"}",
                        "{\"isAnonymous\":false}",
                        "{\"isAnonymous\":\"0\",\"identity\":\"\"}",
                        "{\"isAnonymous\":null}",
                        "{\"Identity\":\"a\"}",
                        "{\"IDENTITY\":\"a\"}",
                        "{\"identity \":\"a\"}",
                        "{\"sub\":\"a\"}",
                        "{\"user\":{\"identity\":\"a\"}}",
                        "{\"clientSecret\":\"" + BadRequest.SECRET + "\"}",
                        "",
                        "   ",
                        "\r\n")
                .map(body -> json(MISSING_IDENTITY, "no identity: <" + body.strip() + '>', body));
    }
}
