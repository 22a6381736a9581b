package io.korests.caller;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.RSAKey;
import io.korests.config.WrongConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * The identity provider of mode oidc, as operators see it in {@code check-config} and as the health {@code identityProvider}. Known keys
 * count as well as fresh ones, so they do not take an instance out of service.
 */
public final class IdentityProvider implements HealthIndicator {
    private static final Status STALE = new Status("STALE");
    private static final int MOST_KEYS = 20;

    private final ProviderProperties properties;
    private final ProviderKeys keys;

    IdentityProvider(ProviderProperties properties, ProviderKeys keys) {
        this.properties = properties;
        this.keys = keys;
    }

    /** What decides which of its tokens count, by property, in the order to show them. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        add(settings, "issuer-uri", Objects.requireNonNullElse(properties.issuerUri(), "not set"));
        add(settings, "jwk-set-uri", Objects.requireNonNullElse(properties.jwkSetUri(), "not set"));
        add(settings, "public-key-location", properties.publicKeyLocation() == null ? "not set" : "set");
        add(
                settings,
                "audiences",
                properties.audiences().isEmpty() ? "any" : String.join(", ", properties.audiences()));
        add(settings, "jws-algorithms", algorithms());
        return settings;
    }

    private static void add(Map<String, String> settings, String name, String value) {
        settings.put(ProviderProperties.PREFIX + '.' + name, value);
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
        if (properties.issuerUri() == null) {
            return "the one of " + ProviderProperties.PREFIX + ".public-key-location";
        }
        keys.read();
        String trouble = keys.trouble();
        if (trouble != null) {
            throw new WrongConfigurationException("The identity provider's keys cannot be read: " + trouble);
        }
        List<JWKMatcher> accepted = properties.algorithms().stream()
                .map(algorithm -> JWKMatcher.forJWSHeader(new JWSHeader(JWSAlgorithm.parse(algorithm.getName()))))
                .toList();
        List<String> found = keys.known().stream()
                .filter(key -> accepted.stream().anyMatch(matcher -> matcher.matches(key)))
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
        String trouble = keys.trouble();
        List<String> known = keys.known().stream()
                .map(IdentityProvider::shown)
                .sorted()
                .limit(MOST_KEYS)
                .toList();
        if (trouble == null) {
            return known.isEmpty()
                    ? Health.unknown().build()
                    : Health.up().withDetail("keys", known).build();
        }
        return Health.status(known.isEmpty() ? Status.DOWN : STALE)
                .withDetail("cause", trouble)
                .withDetail("age", TimeUnit.NANOSECONDS.toSeconds(keys.ageNanos()) + "s")
                .withDetail("keys", known)
                .build();
    }
}
