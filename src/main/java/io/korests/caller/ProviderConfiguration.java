package io.korests.caller;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import io.korests.CallerProperties;
import io.korests.StsProperties;
import io.korests.config.WrongConfigurationException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.endpoint.event.RefreshEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Mode oidc: the source of the identity provider's keys, and the checks of its tokens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProviderProperties.class)
@ConditionalOnProperty(name = "sts.caller.mode", havingValue = "oidc")
class ProviderConfiguration {
    @Bean
    ProviderState identityProviderHealthIndicator(MeterRegistry metrics) {
        return new ProviderState(metrics, System::nanoTime);
    }

    @Bean
    JWKSource<SecurityContext> providerKeys(
            ProviderProperties provider, StsProperties properties, SslBundles bundles, ProviderState state) {
        SSLContext tls = tls(properties.caller().oidc().sslBundle(), bundles);
        if (provider.jwkSetUri() != null) {
            return KeyCache.DEFAULT.of(ProviderKeySet.at(provider.jwkSetUri(), state, tls));
        }
        if (provider.issuerUri() != null) {
            return KeyCache.DEFAULT.of(ProviderKeySet.of(provider.issuerUri(), state, tls));
        }
        if (provider.publicKeyLocation() != null) {
            return only(read(provider.publicKeyLocation()), state);
        }
        throw new WrongConfigurationException(ProviderProperties.PREFIX + ".issuer-uri is not set,"
                + " which sts.caller.mode oidc needs: set it to the issuer of your identity provider,"
                + " or set " + ProviderProperties.PREFIX + ".jwk-set-uri to its keys");
    }

    private static @Nullable SSLContext tls(@Nullable String bundle, SslBundles bundles) {
        try {
            return bundle == null ? null : bundles.getBundle(bundle).createSslContext();
        } catch (NoSuchSslBundleException exception) {
            throw new WrongConfigurationException(
                    "sts.caller.oidc.ssl-bundle names no bundle: configure it under spring.ssl.bundle.pem or .jks");
        } catch (IllegalStateException exception) {
            throw new WrongConfigurationException(
                    "The bundle of sts.caller.oidc.ssl-bundle cannot be read: check its files,"
                            + " types and passwords under spring.ssl.bundle");
        }
    }

    /** The key matches every token, whatever its key id. */
    private static JWKSource<SecurityContext> only(RSAPublicKey publicKey, ProviderState state) {
        List<JWK> keys = List.of(new RSAKey.Builder(publicKey).build());
        state.read(new JWKSet(keys));
        return (selector, context) -> keys;
    }

    private static RSAPublicKey read(Resource publicKey) {
        try (InputStream pem = publicKey.getInputStream()) {
            RSAPublicKey key = RsaKeyConverters.x509().convert(pem);
            if (key != null && key.getModulus().bitLength() >= ProviderKeySet.SHORTEST_RSA) {
                return key;
            }
        } catch (IOException | IllegalArgumentException exception) {
            // The message below covers this as well as a key that is too short.
        }
        throw new WrongConfigurationException(ProviderProperties.PREFIX
                + ".public-key-location cannot be read: set it to a PEM file with an RSA public key of at least 2048 bits,"
                + " which begins with -----BEGIN PUBLIC KEY-----");
    }

    @Bean
    BearerTokenVerifier bearerTokenVerifier(
            JWKSource<SecurityContext> keys,
            ProviderState state,
            ProviderProperties provider,
            StsProperties properties,
            InstantSource clock) {
        CallerProperties.Oidc oidc = properties.caller().oidc();
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(known(keys, state))
                .jwsAlgorithms(algorithms -> algorithms.addAll(provider.algorithms()))
                .build();
        decoder.setJwtValidator(jwt -> OAuth2TokenValidatorResult.success());
        return new BearerTokenVerifier(
                decoder,
                provider.algorithms(),
                TokenChecks.of(provider, oidc.clockSkew(), clock),
                oidc.identityClaim(),
                oidc.trustUnverifiedEmail());
    }

    /** Where the provider was asked often enough, a key that is not known is unknown. */
    private static JWKSource<SecurityContext> known(JWKSource<SecurityContext> keys, ProviderState state) {
        return (selector, context) -> {
            try {
                return keys.get(selector, context);
            } catch (RateLimitReachedException often) {
                if (state.hasKeys()) {
                    return List.of();
                }
                throw often;
            }
        };
    }

    /** On {@code POST /actuator/refresh}. Nimbus' limit still holds: what was read twice within its interval is new enough. */
    @Bean
    ApplicationListener<RefreshEvent> providerKeysRefresh(JWKSource<SecurityContext> keys, InstantSource clock) {
        return requested -> {
            if (keys instanceof JWKSetBasedJWKSource<SecurityContext> cached) {
                try {
                    cached.getJWKSetSource()
                            .getJWKSet(JWKSetCacheRefreshEvaluator.forceRefresh(), clock.millis(), null);
                } catch (KeySourceException unread) {
                    // The health, the log and the metrics of ProviderState say so.
                }
            }
        };
    }

    /**
     * How Nimbus caches the provider's keys. Known keys stay valid during an outage, however long. A background refresh keeps
     * requests from waiting. Unknown keys, which anyone can name, cause two reads in an interval at most.
     *
     * @param lifetime the age at which known keys are read again
     * @param refreshAhead how long before that age the background refresh starts
     * @param refreshTimeout how long a request waits for another one's read; with {@code refreshAhead} at most {@code lifetime}
     * @param interval the time in which the provider is asked twice at most
     */
    record KeyCache(Duration lifetime, Duration refreshAhead, Duration refreshTimeout, Duration interval) {
        static final KeyCache DEFAULT = new KeyCache(
                Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(30));

        /** The caller closes the result, which has threads. */
        JWKSource<SecurityContext> of(JWKSetSource<SecurityContext> keySet) {
            return JWKSourceBuilder.create(keySet)
                    .outageTolerant(Long.MAX_VALUE)
                    .rateLimited(interval.toMillis())
                    .refreshAheadCache(refreshAhead.toMillis(), true)
                    .cache(lifetime.toMillis(), refreshTimeout.toMillis())
                    .build();
        }
    }
}
