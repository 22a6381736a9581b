package io.korests.caller;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
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
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration START = Duration.ofSeconds(3);

    @Bean
    ProviderState identityProviderHealthIndicator(MeterRegistry metrics) {
        return new ProviderState(metrics, System::nanoTime);
    }

    @Bean
    JWKSource<SecurityContext> providerKeys(
            ProviderProperties provider, StsProperties properties, SslBundles bundles, ProviderState state) {
        ProviderKeySet keySet = keySet(provider, properties, bundles, state);
        if (keySet != null) {
            ProviderKeys keys = new ProviderKeys(keySet, LIFETIME);
            keys.readNow(START);
            return keys;
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

    /** @return null where no address is set */
    private static @Nullable ProviderKeySet keySet(
            ProviderProperties provider, StsProperties properties, SslBundles bundles, ProviderState state) {
        SSLContext tls = tls(properties.caller().oidc().sslBundle(), bundles);
        if (provider.jwkSetUri() != null) {
            return ProviderKeySet.at(provider.jwkSetUri(), state, tls);
        }
        return provider.issuerUri() == null ? null : ProviderKeySet.of(provider.issuerUri(), state, tls);
    }

    @Bean
    IdentityProvider identityProvider(
            ProviderProperties provider, StsProperties properties, SslBundles bundles, ProviderState state) {
        return new IdentityProvider(provider, keySet(provider, properties, bundles, state));
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
            ProviderProperties provider,
            StsProperties properties,
            InstantSource clock) {
        CallerProperties.Oidc oidc = properties.caller().oidc();
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
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

    /** On {@code POST /actuator/refresh}. The limit of reads still holds. */
    @Bean
    ApplicationListener<RefreshEvent> providerKeysRefresh(JWKSource<SecurityContext> keys) {
        return requested -> {
            if (keys instanceof ProviderKeys provider) {
                provider.readNow(START);
            }
        };
    }
}
