package io.korests.token;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How often one user may ask. Off by default: a web SDK that is refused shows "Connecting…" for good.
 *
 * @param enabled whether there is a limit
 * @param requests how many requests a user may make in a period, at once if need be
 * @param period the time in which that number of requests comes back
 */
@ConfigurationProperties(prefix = "sts.rate-limit", ignoreUnknownFields = false)
record RateLimitProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("30") int requests,

        @DefaultValue("1m") @DurationUnit(ChronoUnit.SECONDS)
        Duration period) {

    RateLimitProperties {
        if (requests < 1) {
            throw new IllegalArgumentException(
                    "requests is less than 1: set sts.rate-limit.enabled to false for no limit");
        }
        if (period.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("period is shorter than 1s");
        }
    }
}
