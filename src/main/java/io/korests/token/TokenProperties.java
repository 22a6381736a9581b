package io.korests.token;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How tokens may be asked for.
 *
 * @param mergeWindow how long after its end an anonymous token still proves who it was made for
 */
@ConfigurationProperties("sts")
record TokenProperties(
        @DefaultValue("24h") @DurationUnit(ChronoUnit.SECONDS)
        Duration mergeWindow) {

    TokenProperties {
        if (mergeWindow.isNegative()) {
            throw new IllegalArgumentException(
                    "merge-window is negative: 0 accepts anonymous tokens until they expire");
        }
    }
}
