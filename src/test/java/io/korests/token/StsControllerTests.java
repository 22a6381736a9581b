package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.korests.StsProperties;
import io.korests.caller.Caller;
import io.korests.caller.CallerCheck;
import io.korests.problem.Refusal;
import io.korests.token.Attempts.TokenAttempt;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class StsControllerTests {

    @Test
    void recordsADefectAsAnAttempt() {
        List<TokenAttempt> attempts = new ArrayList<>();
        MockHttpServletResponse response = new MockHttpServletResponse();
        StsProperties properties = new Binder(new MapConfigurationPropertySource(Map.of("sts.limits.queue", "1")))
                .bind("sts", StsProperties.class)
                .get();
        StsController controller = new StsController(
                new Broken(), null, null, new Attempts(() -> "id-1", List.of(attempts::add)), properties);

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
