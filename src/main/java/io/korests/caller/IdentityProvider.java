package io.korests.caller;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import io.korests.config.WrongConfigurationException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * The identity provider of mode oidc, as operators see it in {@code check-config}, the health {@code identityProvider}, metrics and the
 * log: which keys are known, since when, and why they cannot be read again. Known keys count as well as fresh ones, so they do not take an
 * instance out of service. Safe for use by many threads.
 */
public final class IdentityProvider implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(IdentityProvider.class);
    private static final Status STALE = new Status("STALE");
    private static final int MOST_KEYS = 20;

    private final ProviderProperties properties;
    private final @Nullable ProviderKeySet keySet;
    private final MeterRegistry metrics;
    private volatile List<String> keys = List.of();
    private volatile long readNanos = System.nanoTime();
    private volatile @Nullable String trouble;

    /** @param keySet null where the key is in a file */
    IdentityProvider(ProviderProperties properties, @Nullable ProviderKeySet keySet, MeterRegistry metrics) {
        this.properties = properties;
        this.keySet = keySet;
        this.metrics = metrics;
        Gauge.builder("sts.provider.keys.age", () -> age().toMillis() / 1000.0)
                .description("Since the identity provider's keys were last read, or since the start")
                .baseUnit("seconds")
                .register(metrics);
        count("success", 0);
        count("failure", 0);
    }

    private void count(String outcome, int readings) {
        Counter.builder("sts.provider.keys.refresh")
                .description("Readings of the identity provider's keys")
                .tag("outcome", outcome)
                .register(metrics)
                .increment(readings);
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - readNanos);
    }

    /** What decides which of its tokens count, by property, in the order to show them. */
    public Map<String, String> settings() {
        List<String> audiences = properties.audiences();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                ProviderProperties.PREFIX + ".issuer-uri",
                Objects.requireNonNullElse(properties.issuerUri(), "not set"));
        settings.put(
                ProviderProperties.PREFIX + ".jwk-set-uri",
                Objects.requireNonNullElse(properties.jwkSetUri(), "not set"));
        settings.put(
                ProviderProperties.PREFIX + ".public-key-location",
                properties.publicKeyLocation() == null ? "not set" : "set");
        settings.put(
                ProviderProperties.PREFIX + ".audiences", audiences.isEmpty() ? "any" : String.join(", ", audiences));
        settings.put(ProviderProperties.PREFIX + ".jws-algorithms", algorithms());
        return settings;
    }

    private String algorithms() {
        return properties.algorithms().stream()
                .map(SignatureAlgorithm::getName)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /**
     * Asks the provider.
     *
     * @return the keys that count for one of the algorithms
     * @throws WrongConfigurationException if they cannot be read, or there is none
     */
    public String keys() {
        if (keySet == null) {
            return "the one of " + ProviderProperties.PREFIX + ".public-key-location";
        }
        JWKSet set = read();
        if (set == null) {
            throw new WrongConfigurationException("The identity provider's keys cannot be read: " + trouble);
        }
        List<String> found = properties.algorithms().stream()
                .map(algorithm -> new JWSHeader(JWSAlgorithm.parse(algorithm.getName())))
                .flatMap(header -> new JWKSelector(JWKMatcher.forJWSHeader(header)).select(set).stream())
                .map(IdentityProvider::shown)
                .distinct()
                .sorted()
                .toList();
        if (found.isEmpty()) {
            throw new WrongConfigurationException("The identity provider has no key for " + algorithms() + ": set "
                    + ProviderProperties.PREFIX + ".jws-algorithms to what its keys are for");
        }
        String more = found.size() > MOST_KEYS ? " and " + (found.size() - MOST_KEYS) + " more" : "";
        return found.stream().limit(MOST_KEYS).collect(Collectors.joining(", ")) + more;
    }

    /** @return null if they cannot be read; health and log say why */
    @Nullable
    JWKSet read() {
        try {
            JWKSet set = Objects.requireNonNull(keySet).read();
            succeeded(set);
            return set;
        } catch (JWKSetUnavailableException unread) {
            failed(Objects.requireNonNull(unread.getMessage()));
        } catch (RuntimeException defect) {
            failed(defect.getClass().getName());
        }
        return null;
    }

    synchronized void succeeded(JWKSet set) {
        keys = set.getKeys().stream()
                .map(IdentityProvider::shown)
                .sorted()
                .limit(MOST_KEYS)
                .toList();
        readNanos = System.nanoTime();
        count("success", 1);
        if (trouble != null) {
            trouble = null;
            log.info("The identity provider's keys can be read again");
        }
    }

    /** Logs each trouble once, and not once for each attempt. */
    private synchronized void failed(String message) {
        count("failure", 1);
        if (!message.equals(trouble)) {
            trouble = message;
            log.warn(
                    "The identity provider's keys cannot be read, {}: {}",
                    keys.isEmpty() ? "so no bearer token can be checked" : "those already known go on counting",
                    message);
        }
    }

    /** The key's id is the provider's text. */
    private static String shown(JWK key) {
        String id = key.getKeyID() == null ? "without kid" : ProviderTrouble.printable(key.getKeyID());
        // Some providers encode the modulus with a byte for its sign, which size() would count.
        int bits = key instanceof RSAKey rsa
                ? rsa.getModulus().decodeToBigInteger().bitLength()
                : key.size();
        return id + " (" + key.getKeyType() + ' ' + bits + " bits)";
    }

    @Override
    public Health health() {
        String cause = trouble;
        if (cause == null) {
            return keys.isEmpty()
                    ? Health.unknown().build()
                    : Health.up().withDetail("keys", keys).build();
        }
        return Health.status(keys.isEmpty() ? Status.DOWN : STALE)
                .withDetail("cause", cause)
                .withDetail("age", age().toSeconds() + "s")
                .withDetail("keys", keys)
                .build();
    }
}
