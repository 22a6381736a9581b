package io.korests.caller;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.korests.StsProperties;
import io.korests.config.WrongConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Mode oidc: the source of the identity provider's keys, and the checks of its tokens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProviderProperties.class)
@ConditionalOnProperty(name = "sts.caller.mode", havingValue = "oidc")
class ProviderConfiguration {
    private static final Logger log = LoggerFactory.getLogger(ProviderConfiguration.class);
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration START = Duration.ofSeconds(3);

    @Bean
    JWKSource<SecurityContext> providerKeys(ProviderProperties provider) {
        ProviderKeySet keySet = keySet(provider);
        if (keySet != null) {
            ProviderKeys keys = new ProviderKeys(keySet, LIFETIME);
            keys.readFirst(START);
            return keys;
        }
        if (provider.publicKeyLocation() != null) {
            return only(read(provider.publicKeyLocation()));
        }
        throw new WrongConfigurationException(ProviderProperties.PREFIX + ".issuer-uri is not set,"
                + " which sts.caller.mode oidc needs: set it to the issuer of your identity provider,"
                + " or set " + ProviderProperties.PREFIX + ".jwk-set-uri to its keys");
    }

    /** @return null where no address is set */
    private static @Nullable ProviderKeySet keySet(ProviderProperties provider) {
        if (provider.jwkSetUri() != null) {
            return ProviderKeySet.at(provider.jwkSetUri());
        }
        return provider.issuerUri() == null ? null : ProviderKeySet.of(provider.issuerUri());
    }

    @Bean
    IdentityProvider identityProvider(ProviderProperties provider) {
        return new IdentityProvider(provider, keySet(provider));
    }

    /** The key matches every token, whatever its key id. */
    private static JWKSource<SecurityContext> only(RSAPublicKey publicKey) {
        List<JWK> keys = List.of(new RSAKey.Builder(publicKey).build());
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
    JwtDecoder jwtDecoder(JWKSource<SecurityContext> keys, ProviderProperties provider, StsProperties properties) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithms(algorithms -> algorithms.addAll(provider.algorithms()))
                .build();
        decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(
                validators(provider, properties.caller().oidc().clockSkew())));
        return decoder;
    }

    private static List<OAuth2TokenValidator<Jwt>> validators(ProviderProperties provider, Duration clockSkew) {
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>(List.of(timestamps(clockSkew), types()));
        if (provider.issuerUri() != null) {
            validators.add(new JwtIssuerValidator(provider.issuerUri()));
        }
        if (provider.audiences().isEmpty()) {
            log.warn(
                    "{}.audiences is not set: every token of the identity provider counts, whichever application it was"
                            + " made for; set it to the audience that the provider writes into tokens for this service",
                    ProviderProperties.PREFIX);
        } else {
            validators.add(new JwtClaimValidator<Collection<String>>(
                    JwtClaimNames.AUD, aud -> aud != null && !Collections.disjoint(aud, provider.audiences())));
        }
        return validators;
    }

    /** By default, Spring accepts a token without {@code exp}, which would never expire. */
    private static JwtTimestampValidator timestamps(Duration clockSkew) {
        JwtTimestampValidator validator = new JwtTimestampValidator(clockSkew);
        validator.setAllowEmptyExpiryClaim(false);
        return validator;
    }

    /**
     * Accepts ID tokens and RFC 9068 access tokens, which Spring's default refuses. Others, such as logout tokens, are refused.
     */
    private static JwtTypeValidator types() {
        JwtTypeValidator validator = new JwtTypeValidator(List.of("JWT", "at+jwt", "application/at+jwt"));
        validator.setAllowEmpty(true);
        return validator;
    }
}
