package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpCall;
import io.korests.TestService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Identities that are taken, and how they arrive in {@code sub}. */
class IdentityTests {

    private final TestService service = TestService.usual();

    static Stream<String> unchanged() {
        return Stream.of(
                        "user@example.com",
                        "a",
                        "a b",
                        "0042",
                        "DOMAIN\\user",
                        "\"quoted\" & <tagged> 'single'",
                        "{\"identity\":\"b\"}",
                        "a/b?c=d#e%20f+g",
                        "null",
                        "true",
                        "René Müller",
                        "Rene\u0301",
                        "漢字",
                        "Ελληνικά",
                        "עברית",
                        "😀",
                        "👩‍👩‍👧",
                        "𝒜𝒷",
                        "a\u00a0b",
                        "a\u2028b",
                        "a\u2029b",
                        "a\u200bb",
                        "a\u202eb",
                        "a\ufeffb",
                        "a\uffffb",
                        "\ue000",
                        "\u00ad")
                .flatMap(text -> Stream.of(text, text.repeat(256 / text.codePointCount(0, text.length()))));
    }

    @ParameterizedTest(name = "<{0}>")
    @MethodSource("unchanged")
    void arriveUnchanged(String identity) {
        String json = "{\"identity\":" + JsonMapper.shared().writeValueAsString(identity) + "}";
        String form = "identity=" + URLEncoder.encode(identity, StandardCharsets.UTF_8);

        assertThat(service.verified(json).subject()).isEqualTo(identity);
        assertThat(service.verified(HttpCall.post("/users/sts").form(form)).subject())
                .isEqualTo(identity);
        assertThat(service.verified(escaped(identity)).subject()).isEqualTo(identity);
    }

    /** Every UTF-16 unit as \\uXXXX. */
    private static String escaped(String identity) {
        StringBuilder json = new StringBuilder("{\"\\u0069dentity\":\"");
        identity.chars().forEach(unit -> json.append("\\u%04x".formatted(unit)));
        return json.append("\"}").toString();
    }

    @ParameterizedTest(name = "256 times {0}")
    @ValueSource(strings = {"a", "é", "漢", "😀"})
    void mayHave256Characters(String character) {
        String identity = character.repeat(256);

        assertThat(service.verified("{\"identity\":\"" + identity + "\"}").subject())
                .isEqualTo(identity);
        assertThat(service.verified("{\"identity\":\"  " + identity + "  \"}").subject())
                .isEqualTo(identity);
    }

    @ParameterizedTest
    @ValueSource(strings = {" a b", "a b ", "\\ta b\\n", "\\r\\na b\\f", "\u2003a b\u3000", "   a b   "})
    void areTrimmed(String identity) {
        assertThat(service.verified("{\"identity\":\"" + identity + "\"}").subject())
                .isEqualTo("a b");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "42,42",
        "-7,-7",
        "-0,0",
        "1234567890123,1234567890123",
        "9007199254740991,9007199254740991",
        "-9007199254740991,-9007199254740991",
        "4711.0,4711",
        "4.711e3,4711",
        "47110e-1,4711",
        "-0.0,0"
    })
    void mayBeNumbers(String number, String subject) {
        assertThat(service.verified("{\"identity\":" + number + "}").subject()).isEqualTo(subject);
    }
}
