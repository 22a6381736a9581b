package io.korests.client;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How the clients under {@code sts.clients} are served.
 *
 * @param defaultClient the name of the client for requests without clientId; may be left out when there is one client
 * @param refreshInterval how often secrets are read again from where they came; 0 turns it off
 * @param retainPrevious how long the JWK set still lists a public key that was replaced
 */
@ConfigurationProperties("sts")
public record RegistryProperties(
        @Nullable String defaultClient,

        @DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS)
        Duration refreshInterval,

        @DefaultValue("24h") @DurationUnit(ChronoUnit.SECONDS)
        Duration retainPrevious) {

    private static final Duration LONGEST_RETENTION = Duration.ofDays(366);

    public RegistryProperties {
        if (refreshInterval.isNegative()) {
            throw new IllegalArgumentException("refresh-interval is negative: 0 turns it off");
        }
        if (retainPrevious.isNegative()) {
            throw new IllegalArgumentException("retain-previous is negative: 0 lists no replaced key");
        }
        if (retainPrevious.compareTo(LONGEST_RETENTION) > 0) {
            throw new IllegalArgumentException(
                    "retain-previous is longer than a year: a replaced key is of use for as long"
                            + " as the last token it signed, which is token-lifetime");
        }
    }
}
