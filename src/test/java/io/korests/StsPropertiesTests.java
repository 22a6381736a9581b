package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class StsPropertiesTests {

    /** Not milliseconds, which would have Vault read sixty times as often as anyone wants. */
    @ParameterizedTest
    @CsvSource({"60, PT1M", "60s, PT1M", "5m, PT5M", "PT5M, PT5M", "500ms, PT0.5S", "0, PT0S"})
    void aPlainNumberIsSeconds(String text, Duration interval) {
        assertThat(bound(Map.of("sts.refresh-interval", text)).refreshInterval())
                .isEqualTo(interval);
        assertThat(bound(Map.of("sts.retain-previous", text)).retainPrevious()).isEqualTo(interval);
    }

    @Test
    void readsSecretsEveryMinuteByDefault() {
        assertThat(bound(Map.of()).defaultClient()).isNull();
        assertThat(bound(Map.of()).refreshInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(bound(Map.of()).retainPrevious()).isEqualTo(Duration.ofHours(24));
    }

    private static StsProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("sts", StsProperties.class);
    }
}
