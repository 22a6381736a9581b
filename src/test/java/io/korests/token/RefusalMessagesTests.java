package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestService;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The message that a caller reads says what to fix; the SDKs show it to the developer as it is. */
class RefusalMessagesTests {

    private final TestService service = TestService.usual();

    static Stream<Arguments> json() {
        return Stream.of(
                Arguments.of("{\"identity\":\"a\",}", "The body is not valid JSON at line 1, column 17."),
                Arguments.of("{\"identity\":\n 'a'}", "The body is not valid JSON at line 2, column 2."),
                Arguments.of("{\"x\":1,\"x\":2}", "The body has a key twice at line 1, column 11."),
                Arguments.of("{\"x\":1,\"x\":", "The body is not valid JSON at line 1, column 12."),
                Arguments.of("{\"Duplicate\":x}", "The body is not valid JSON at line 1, column 14."),
                Arguments.of(
                        "{\"" + "n".repeat(257) + "\":1}",
                        "The body is nested too deep, or has a name, a text or a number that is too long."),
                Arguments.of("{} x", "The body is not valid JSON at line 1, column 4."),
                Arguments.of("{}{}", "The body goes on after the JSON object."),
                Arguments.of("[]", "The body must be a JSON object such as {\"identity\":\"user@example.com\"}."),
                Arguments.of("{\"identity\":[]}", "identity must be a string or a number."),
                Arguments.of(
                        "{\"identity\":1.5}",
                        "identity is a number that JSON readers do not agree on: send it as a string."),
                Arguments.of("{\"identity\":\"a\\u0000\"}", "identity holds a control character."),
                Arguments.of(
                        "{\"identity\":\"\\ud800\"}",
                        "identity holds half of a surrogate pair, which is not a character."),
                Arguments.of("{\"identity\":\"" + "a".repeat(257) + "\"}", "identity is longer than 256 characters."),
                Arguments.of("{\"isAnonymous\":\"yes\"}", "isAnonymous must be true or false."),
                Arguments.of("{\"clientId\":7}", "clientId must be a string."),
                Arguments.of(
                        "{\"clientId\":\"cs-members\",\"isAnonymous\":1}",
                        "This client has no anonymous users: isAnonymous must be false."),
                Arguments.of(
                        "{\"clientId\":\"cs-claims\",\"identity\":\"a\",\"privateClaims\":[]}",
                        "privateClaims must be a JSON object."),
                Arguments.of(
                        "{\"clientId\":\"cs-claims\",\"identity\":\"a\",\"privateClaims\":{\"a\":\"" + "b".repeat(4096)
                                + "\"}}",
                        "privateClaims is longer than 4 KiB."));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("json")
    void ofJson(String body, String message) {
        assertMessage(HttpCall.post("/api/users/sts").json(body), message);
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("identity=%4", "The form has a % that is not followed by two hexadecimal digits."),
                Arguments.of("identity=%zz", "The form has a % that is not followed by two hexadecimal digits."),
                Arguments.of("identity=%ff", "The form has a percent-encoded value that is not UTF-8."),
                Arguments.of("identity=a&identity=a", "The form has a field twice."),
                Arguments.of(
                        "{\"identity\":\"a\"}",
                        "The body looks like JSON but is declared a form: send it with Content-Type: application/json."));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("forms")
    void ofForms(String body, String message) {
        assertMessage(HttpCall.post("/api/users/sts").form(body), message);
    }

    static Stream<Arguments> others() {
        HttpCall post = HttpCall.post("/api/users/sts");
        return Stream.of(
                Arguments.of(post.json(" ".repeat(16385)), "The body may have at most 16 KiB."),
                Arguments.of(
                        post.header("Content-Type", "application/json").body(new byte[] {'{', 0, '}', 0}),
                        "The body must be UTF-8 without a byte order mark."),
                Arguments.of(
                        post.header("Content-Type", "application/json")
                                .body(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{', '}'}),
                        "The body must be UTF-8 without a byte order mark."),
                Arguments.of(
                        post.header("Content-Type", "application/json").body(new byte[] {'"', (byte) 0xC3, '"'}),
                        "The body is not UTF-8."),
                Arguments.of(
                        post.header("Content-Type", "text/plain").body("x"),
                        "The body must be application/json or application/x-www-form-urlencoded, in UTF-8."),
                Arguments.of(
                        post.header("Content-Encoding", "gzip").json("{}"),
                        "The body must not be compressed (Content-Encoding)."),
                Arguments.of(
                        post.header("Accept", "text/html").json("{}"),
                        "The answer is application/json, which the Accept header does not allow."),
                Arguments.of(HttpCall.of("GET", "/api/users/sts"), "Ask for a token with POST."),
                Arguments.of(
                        HttpCall.post("/nowhere"),
                        "Nothing is served at this path: tokens are at POST /api/users/sts."),
                Arguments.of(HttpCall.raw("hello\r\n\r\n"), "The HTTP request is malformed."));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("others")
    void ofEverythingElse(HttpCall call, String message) {
        assertMessage(call, message);
    }

    private void assertMessage(HttpCall call, String message) {
        HttpAnswer answer = service.send(call);

        assertThat(answer.json().get("detail").stringValue()).isEqualTo(message);
        assertThat(answer.json().get("errors").get(0).get("msg").stringValue()).isEqualTo(message);
    }
}
