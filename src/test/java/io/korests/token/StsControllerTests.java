package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.korests.caller.Caller;
import io.korests.caller.CallerCheck;
import io.korests.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class StsControllerTests {

    @Test
    void recordsADefectAsAnAttempt() {
        List<TokenAttempt> attempts = new ArrayList<>();
        MockHttpServletResponse response = new MockHttpServletResponse();
        StsController controller = new StsController(
                new Broken(),
                null,
                new Admission(1),
                null,
                new Attempts(InstantSource.system(), () -> "id-1", List.of(attempts::add)));

        assertThatIllegalStateException()
                .isThrownBy(() -> controller.token(new MockHttpServletRequest("POST", "/api/users/sts"), response));

        assertThat(response.getHeader("X-Request-Id")).isEqualTo("id-1");
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
