package io.korests;

import io.korests.key.EncryptionKey.ContentEncryption;
import io.korests.key.EncryptionKey.KeyEncryption;
import io.korests.key.SigningAlgorithm;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * A Kore app as configured under {@code sts.clients.<name>}. Bean Validation checks single values, the constructor what concerns
 * several.
 *
 * @param clientId the client id as the Kore console shows it, cs-…; becomes the issuer
 * @param algorithm HS256, HS512, RS256 or RS512, as chosen for the app in the Kore console
 * @param clientSecret for HS256 and HS512: the secret as the Kore console shows it; its UTF-8 bytes are the key
 * @param privateKey for RS256 and RS512: the RSA private key in PEM, PKCS#8 or PKCS#1, several lines or one with \n
 * @param transit for RS256 and RS512: a key in Vault's Transit engine instead of private-key
 * @param keyId the key id (kid) of the tokens, if the platform is to see one
 * @param audience the audience of the tokens
 * @param allowedAudiences further audiences that a request may choose by its aud
 * @param tokenLifetime how long a token is valid; at most 24h, with jti at most 1h
 * @param jti whether tokens carry a token id, which makes each of them good for one use
 * @param claimNames standard (iss, sub, jti), kore (kore_iss, kore_sub, kore_jti) or both
 * @param anonymous whether a request may say isAnonymous
 * @param allowedClaims which of identityToMerge, privateClaims, secureCustomData a request may set
 * @param privateClaims a JSON object that every token carries as privateClaims
 * @param secureCustomData a JSON object that every token carries as secureCustomData
 * @param encryption how tokens are encrypted (JWE); absent means signed only
 * @param platform where the platform is asked whether it takes a token; absent means never
 */
public record ClientProperties(
        @NotBlank(message = "is not set: set it to the client id that the Kore console shows for the app (cs-…)")
        @Nullable
        String clientId,

        @NotNull(
                message = "is not set: set it to HS256, HS512, RS256 or RS512,"
                        + " as chosen for the app in the Kore console")
        @Nullable
        SigningAlgorithm algorithm,

        @Nullable String clientSecret,
        @Nullable String privateKey,
        @Valid @Nullable Transit transit,
        @Nullable String keyId,

        @DefaultValue("https://idproxy.kore.com/authorize")
        @NotBlank(message = "is empty: leave it out for the default, or set it")
        String audience,

        @DefaultValue List<String> allowedAudiences,

        @DefaultValue("1h") @DurationUnit(ChronoUnit.SECONDS)
        Duration tokenLifetime,

        @DefaultValue("false") boolean jti,
        @DefaultValue("standard") ClaimNames claimNames,
        @DefaultValue("true") boolean anonymous,
        @DefaultValue Set<RequestClaim> allowedClaims,
        @Nullable String privateClaims,
        @Nullable String secureCustomData,
        @Valid @Nullable Encryption encryption,
        @Valid @Nullable PlatformProperties platform) {
    private static final String LINE_BREAKS_AT_END = "[\r\n]+$";
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration LONGEST_WITH_JTI = Duration.ofHours(1);

    public ClientProperties {
        clientId = oneLine(clientId);
        clientSecret = oneLine(clientSecret);
        privateKey = blankToNull(privateKey);
        keyId = oneLine(keyId);
        audience = audience.replaceFirst(LINE_BREAKS_AT_END, "");
        privateClaims = blankToNull(privateClaims);
        secureCustomData = blankToNull(secureCustomData);
        requireOneKey(clientSecret, privateKey, transit);
        requireLifetime(tokenLifetime, jti);
        allowedAudiences = List.copyOf(allowedAudiences);
        allowedClaims = Set.copyOf(allowedClaims);
    }

    /** Without the line break that a file or a shell puts after it. */
    static @Nullable String oneLine(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.replaceFirst(LINE_BREAKS_AT_END, "");
    }

    static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static void requireOneKey(
            @Nullable String clientSecret, @Nullable String privateKey, @Nullable Transit transit) {
        List<String> got = Stream.of(
                        clientSecret == null ? "" : "client-secret",
                        privateKey == null ? "" : "private-key",
                        transit == null ? "" : "transit")
                .filter(name -> !name.isEmpty())
                .toList();
        if (got.size() != 1) {
            throw new WrongPropertyException(": set exactly one of client-secret, private-key, transit; got "
                    + (got.isEmpty() ? "none" : String.join(" and ", got)));
        }
    }

    private static void requireLifetime(Duration lifetime, boolean jti) {
        Duration longest = jti ? LONGEST_WITH_JTI : LONGEST;
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(longest) > 0) {
            throw new WrongPropertyException("token-lifetime must be at least 1s and at most "
                    + (jti ? "1h, because jti is on and the platform refuses longer ones" : "24h"));
        }
        if (lifetime.getNano() != 0) {
            throw new WrongPropertyException("token-lifetime must be whole seconds: iat and exp are (RFC 7519 §2)");
        }
    }

    /** Names the client and redacts its secret. */
    @Override
    public String toString() {
        return "ClientProperties[" + clientId + ", " + algorithm + ']';
    }

    /**
     * A signing key that stays in Vault's Transit engine.
     *
     * @param mount the path under which the engine is mounted
     * @param key the key's name there
     */
    public record Transit(
            @DefaultValue("transit") @Pattern(regexp = NAME + "(/" + NAME + ")*", message = NO_NAME)
            String mount,

            @NotBlank(message = "is not set: set it to the name of the key in Vault's Transit engine")
            @Pattern(regexp = NAME + "|\\s*", message = NO_NAME)
            @Nullable
            String key) {
        /** Not {@code ..}, which would lead out of the engine. */
        private static final String NAME = "(?!\\.)[A-Za-z0-9_-]+(?:\\.?[A-Za-z0-9_-])*";

        private static final String NO_NAME = "is not a name as Vault has them: letters, digits, -, _ and single dots"
                + " within, and / between the parts of a mount";
    }

    /**
     * How a client's tokens are encrypted.
     *
     * @param publicKey Kore's public key: the JWK as the Kore console shows it, or PEM together with key-id
     * @param keyId the key id (kid) of a public key that brings none of its own, as PEM does not
     * @param algorithm how the content key is encrypted: RSA-OAEP or RSA1_5
     * @param method how the token is encrypted: A128CBC-HS256, A128GCM or A256GCM
     * @param contentType whether the header says cty: JWT (RFC 7519 §5.2); Kore's page does not list it
     */
    public record Encryption(
            @NotBlank(
                    message = "is not set: set it to the JWK that the Kore console shows for the app,"
                            + " in YAML between single quotes")
            @Nullable
            String publicKey,

            @Nullable String keyId,
            @DefaultValue("RSA-OAEP") KeyEncryption algorithm,
            @DefaultValue("A128CBC-HS256") ContentEncryption method,
            @DefaultValue("false") boolean contentType) {

        public Encryption {
            keyId = oneLine(keyId);
        }

        /** Redacts the key: it may be a private one, pasted by mistake. */
        @Override
        public String toString() {
            return "Encryption[" + algorithm + ", " + method + ']';
        }
    }

    /** {@code iss}, {@code sub} and {@code jti} (RFC 7519 §4.1), the same with {@code kore_} before each, or both sets. */
    public enum ClaimNames {
        STANDARD,
        KORE,
        BOTH;

        public boolean standard() {
            return this != KORE;
        }

        public boolean kore() {
            return this != STANDARD;
        }
    }
}
