package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.audit.CapturedLog;
import io.korests.caller.Caller;
import io.korests.caller.CallerCheck;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

class StsServletTests {

    private static final LimitProperties LIMITS =
            new LimitProperties(1, DataSize.ofKilobytes(16), Duration.ofSeconds(10), 32, 100);

    @Test
    void answersADefectWithAProblemAndKeepsWhatItQuotedOutOfTheLog() throws Exception {
        List<TokenAttempt> attempts = new ArrayList<>();
        MockHttpServletResponse response = new MockHttpServletResponse();
        StsServlet servlet = new StsServlet(
                new Broken(),
                new StsRequestReader(LIMITS),
                null,
                new Attempts(InstantSource.system(), () -> "id-1", List.of(attempts::add)));

        try (CapturedLog log = new CapturedLog(StsServlet.class.getName())) {
            servlet.service(new MockHttpServletRequest("POST", "/api/users/sts"), response);

            assertThat(log.events()).hasSize(1);
            assertThat(log.events().get(0).getThrowableProxy().getMessage())
                    .isEqualTo("java.lang.IllegalStateException");
            assertThat(log.events()
                            .get(0)
                            .getThrowableProxy()
                            .getStackTraceElementProxyArray()[0]
                            .toString())
                    .contains("Broken.identify");
        }
        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(response.getContentAsString())
                .contains("urn:kore-sts:internal-error")
                .doesNotContain("quoted");
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).refusal()).isEqualTo(Refusal.INTERNAL_ERROR);
    }

    private static final class Broken implements CallerCheck {

        @Override
        public Caller identify(HttpServletRequest request) {
            throw new IllegalStateException("quoted from the request");
        }

        @Override
        public String challenge(HttpServletRequest request) {
            return "";
        }
    }
}
