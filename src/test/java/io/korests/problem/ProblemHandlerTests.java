package io.korests.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.audit.CapturedLog;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ProblemHandlerTests {

    @Test
    void answersADefectWithAProblemAndKeepsWhatItQuotedOutOfTheLog() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();

        try (CapturedLog log = new CapturedLog(ProblemHandler.class.getName())) {
            new ProblemHandler()
                    .defect(
                            new IllegalStateException("quoted from the request"),
                            new MockHttpServletRequest(),
                            response);

            assertThat(log.events()).hasSize(1);
            assertThat(log.events().get(0).getThrowableProxy().getMessage())
                    .isEqualTo("java.lang.IllegalStateException");
            assertThat(log.events()
                            .get(0)
                            .getThrowableProxy()
                            .getStackTraceElementProxyArray()[0]
                            .toString())
                    .contains("ProblemHandlerTests");
        }
        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(response.getContentAsString())
                .contains("urn:kore-sts:internal-error")
                .doesNotContain("quoted");
    }
}
