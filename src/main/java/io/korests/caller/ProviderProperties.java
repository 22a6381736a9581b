package io.korests.caller;

import io.korests.config.SecureAddress;
import io.korests.config.WrongConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.util.StringUtils;

/**
 * The identity provider of mode oidc. The names are Spring Boot's, whose own class needs the web filter chain.
 *
 * @param issuerUri the issuer, whose metadata leads to the keys unless jwk-set-uri is set
 * @param jwkSetUri the address of the key set
 * @param publicKeyLocation a PEM file with the RSA public key, if neither address is set
 * @param audiences accepted audiences; any token counts if there is none
 * @param jwsAlgorithms accepted algorithms; by default every asymmetric one that Spring has, of RS, PS and ES
 */
@ConfigurationProperties(ProviderProperties.PREFIX)
record ProviderProperties(
        @Nullable String issuerUri,
        @Nullable String jwkSetUri,
        @Nullable Resource publicKeyLocation,
        @DefaultValue List<String> audiences,
        @DefaultValue List<String> jwsAlgorithms) {
    static final String PREFIX = "spring.security.oauth2.resourceserver.jwt";

    ProviderProperties {
        issuerUri = StringUtils.hasText(issuerUri) ? issuerUri.strip() : null;
        jwkSetUri = StringUtils.hasText(jwkSetUri) ? jwkSetUri.strip() : null;
        audiences = List.copyOf(audiences);
        jwsAlgorithms = List.copyOf(jwsAlgorithms);
        requireAddress("issuer-uri", issuerUri);
        requireAddress("jwk-set-uri", jwkSetUri);
        if (jwkSetUri != null && issuerUri == null) {
            throw new WrongConfigurationException(
                    PREFIX + ".jwk-set-uri is set without " + PREFIX + ".issuer-uri:"
                            + " tokens of any issuer that signs with these keys would count; set it to iss of your provider's tokens");
        }
        if (audiences.stream().anyMatch(String::isBlank)) {
            throw new WrongConfigurationException(PREFIX + ".audiences has a blank entry:"
                    + " set it to the audience that the provider writes into tokens for this service");
        }
        if (jwsAlgorithms.stream().map(SignatureAlgorithm::from).anyMatch(Objects::isNull)) {
            throw new WrongConfigurationException(
                    PREFIX + ".jws-algorithms has an entry that is no algorithm for it: set it to "
                            + Arrays.stream(SignatureAlgorithm.values())
                                    .map(SignatureAlgorithm::getName)
                                    .collect(Collectors.joining(", "))
                            + ", or several of them");
        }
    }

    private static void requireAddress(String property, @Nullable String address) {
        if (address != null && !SecureAddress.isAllowed(address)) {
            throw new WrongConfigurationException(PREFIX + '.' + property + " is not an https address:"
                    + " write, for instance, https://login.example.com/realms/staff;"
                    + " http counts for the loopback addresses 127.0.0.1, [::1] and localhost only");
        }
    }

    /**
     * The key to use where there is no issuer.
     *
     * @throws WrongConfigurationException if there is none at public-key-location
     */
    RSAPublicKey publicKey() {
        if (publicKeyLocation == null) {
            throw new WrongConfigurationException(PREFIX + ".issuer-uri is not set,"
                    + " which sts.caller.mode oidc needs: set it to the issuer of your identity provider,"
                    + " or set " + PREFIX + ".jwk-set-uri to its keys");
        }
        try (InputStream pem = publicKeyLocation.getInputStream()) {
            RSAPublicKey key = RsaKeyConverters.x509().convert(pem);
            if (key != null && key.getModulus().bitLength() >= ProviderKeySet.SHORTEST_RSA) {
                return key;
            }
        } catch (IOException | IllegalArgumentException exception) {
            // The message below covers this as well as a key that is too short.
        }
        throw new WrongConfigurationException(PREFIX
                + ".public-key-location cannot be read: set it to a PEM file with an RSA public key of at least 2048 bits,"
                + " which begins with -----BEGIN PUBLIC KEY-----");
    }

    /** Asymmetric ones only: a public key must not serve as an HMAC secret. */
    Set<SignatureAlgorithm> algorithms() {
        if (!jwsAlgorithms.isEmpty()) {
            return jwsAlgorithms.stream().map(SignatureAlgorithm::from).collect(Collectors.toSet());
        }
        return EnumSet.allOf(SignatureAlgorithm.class);
    }
}
