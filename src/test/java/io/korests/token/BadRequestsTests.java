package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.problem.Refusal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Nothing that a caller sends gets anything but a refusal that a page can read, unless it is right. */
class BadRequestsTests {

    private final TestService service = TestService.usual();

    static Stream<BadRequest> all() {
        return Stream.of(
                        BadJson.all(),
                        BadEncodings.all(),
                        BadFields.all(),
                        BadIdentities.all(),
                        BadForms.all(),
                        BadProtocol.all())
                .flatMap(requests -> requests);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isRefusedInAWayThatAPageCanRead(BadRequest bad) {
        HttpAnswer answer = service.send(bad.call());

        assertThat(answer.status())
                .as("%s%n%s", bad, answer)
                .isEqualTo(bad.code().status());
        assertProblem(answer, bad.code());
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(TestClientApps.ORIGIN);
        assertThat(answer.all("Vary")).contains("Origin");
        if (bad.code() == Refusal.METHOD_NOT_ALLOWED) {
            assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
        }
    }

    @Test
    void namesAtLeast150Requests() {
        assertThat(all().map(BadRequest::name).distinct().count()).isGreaterThanOrEqualTo(150);
    }

    /** The form of every refusal, wherever in the service it comes from. */
    static void assertProblem(HttpAnswer answer, Refusal refusal) {
        assertThat(answer.status())
                .as(answer.toString())
                .isEqualTo(refusal.status())
                .isBetween(400, 499);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonNode problem = answer.json();
        assertThat(problem.propertyNames())
                .contains("type", "title", "status", "detail", "errors")
                .isSubsetOf("type", "title", "status", "detail", "errors", "requestId");
        assertThat(problem.get("type").stringValue()).isEqualTo("urn:kore-sts:" + refusal.code());
        assertThat(problem.get("title").stringValue()).isEqualTo(refusal.title());
        assertThat(problem.get("status").intValue()).isEqualTo(answer.status());
        String detail = problem.get("detail").stringValue();
        assertThat(detail).isNotBlank().endsWith(".");
        JsonNode errors = problem.get("errors");
        assertThat(errors.size()).isEqualTo(1);
        assertThat(errors.get(0).get("msg").stringValue()).isEqualTo(detail);
        assertThat(errors.get(0).get("code").intValue()).isEqualTo(answer.status());
        assertThat(answer.toString())
                .doesNotContain(BadRequest.SECRET, TestKeys.SECRET, "jwt\"", "Exception", "\tat ")
                // With the dot: the random X-Request-Id may have these three letters in it.
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]+\\.");
    }
}
