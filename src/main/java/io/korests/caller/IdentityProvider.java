package io.korests.caller;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import io.korests.config.WrongConfigurationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/** The identity provider of mode oidc, as operators see it. */
public final class IdentityProvider {
    private static final int MOST_KEYS = 20;

    private final ProviderProperties properties;
    private final @Nullable ProviderKeySet keySet;

    /** @param keySet null where the key is in a file */
    IdentityProvider(ProviderProperties properties, @Nullable ProviderKeySet keySet) {
        this.properties = properties;
        this.keySet = keySet;
    }

    @Nullable
    ProviderKeySet keySet() {
        return keySet;
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
        if (keySet == null) {
            return "the one of " + ProviderProperties.PREFIX + ".public-key-location";
        }
        try {
            JWKSet keys = keySet.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), 0, null);
            Set<String> found = new TreeSet<>();
            for (SignatureAlgorithm algorithm : properties.algorithms()) {
                JWSHeader header = new JWSHeader(JWSAlgorithm.parse(algorithm.getName()));
                new JWKSelector(JWKMatcher.forJWSHeader(header))
                        .select(keys).stream().map(ProviderState::shown).forEach(found::add);
            }
            if (found.isEmpty()) {
                throw new WrongConfigurationException("The identity provider has no key for " + algorithms() + ": set "
                        + ProviderProperties.PREFIX + ".jws-algorithms to what its keys are for");
            }
            String more = found.size() > MOST_KEYS ? " and " + (found.size() - MOST_KEYS) + " more" : "";
            return found.stream().limit(MOST_KEYS).collect(Collectors.joining(", ")) + more;
        } catch (JWKSetUnavailableException unread) {
            throw new WrongConfigurationException(
                    "The identity provider's keys cannot be read: " + unread.getMessage());
        }
    }
}
