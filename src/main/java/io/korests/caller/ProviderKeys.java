package io.korests.caller;

import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the identity provider's keys are kept. Known keys last until the provider says otherwise, however long it is away.
 * They are read again in the background before they are old, so that no request waits for that. The provider is asked about
 * unknown keys, which anybody can name, twice in an interval at most.
 *
 * @param lifetime how old known keys become at most, while the provider is there
 * @param refreshAhead how long before the end of that time they are read again
 * @param refreshTimeout how long a request waits while another one reads the keys; with {@code refreshAhead} no longer than {@code lifetime}
 * @param interval in which time the provider is asked twice at most, whether it answers or not
 */
record ProviderKeys(Duration lifetime, Duration refreshAhead, Duration refreshTimeout, Duration interval) {

    static final ProviderKeys DEFAULT = new ProviderKeys(
            Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(30));

    private static final Logger log = LoggerFactory.getLogger(ProviderKeys.class);

    /** The caller closes it: it has threads. */
    JWKSource<SecurityContext> of(JWKSetSource<SecurityContext> keySet) {
        return JWKSourceBuilder.create(keySet)
                .outageTolerant(
                        Long.MAX_VALUE,
                        outage -> log.warn(
                                "The identity provider's keys cannot be read now: those already known are kept"))
                .rateLimited(interval.toMillis())
                .refreshAheadCache(refreshAhead.toMillis(), true)
                .cache(lifetime.toMillis(), refreshTimeout.toMillis())
                .build();
    }
}
