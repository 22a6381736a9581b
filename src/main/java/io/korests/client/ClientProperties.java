package io.korests.client;

import io.korests.key.SigningAlgorithm;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * One Kore app as configured under {@code sts.clients.<name>}. The constructor checks what can be seen without opening a key;
 * its messages begin with the property's name, or with a colon where they are about the client as a whole.
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
 */
public record ClientProperties(
        @Nullable String clientId,
        @Nullable SigningAlgorithm algorithm,
        @Nullable String clientSecret,
        @Nullable String privateKey,
        @Nullable TransitProperties transit,
        @Nullable String keyId,
        @DefaultValue("https://idproxy.kore.com/authorize") String audience,
        @DefaultValue List<String> allowedAudiences,

        @DefaultValue("1h") @DurationUnit(ChronoUnit.SECONDS)
        Duration tokenLifetime,

        @DefaultValue("false") boolean jti,
        @DefaultValue("standard") ClaimNames claimNames,
        @DefaultValue("true") boolean anonymous,
        @DefaultValue Set<RequestClaim> allowedClaims,
        @Nullable String privateClaims,
        @Nullable String secureCustomData,
        @Nullable EncryptionProperties encryption) {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration LONGEST_WITH_JTI = Duration.ofHours(1);

    public ClientProperties {
        if (isBlank(clientId)) {
            throw new IllegalArgumentException(
                    "client-id is not set: set it to the client id that the Kore console shows for the app (cs-…)");
        }
        if (algorithm == null) {
            throw new IllegalArgumentException("algorithm is not set: set it to HS256, HS512, RS256 or RS512,"
                    + " as chosen for the app in the Kore console");
        }
        requireOneKey(clientSecret, privateKey, transit);
        if (isBlank(audience)) {
            throw new IllegalArgumentException("audience is empty: leave it out for the default, or set it");
        }
        requireLifetime(tokenLifetime, jti);
        keyId = isBlank(keyId) ? null : keyId;
        allowedAudiences = List.copyOf(allowedAudiences);
        allowedClaims = Set.copyOf(allowedClaims);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static void requireOneKey(
            @Nullable String clientSecret, @Nullable String privateKey, @Nullable TransitProperties transit) {
        List<String> got = new ArrayList<>();
        if (!isBlank(clientSecret)) {
            got.add("client-secret");
        }
        if (!isBlank(privateKey)) {
            got.add("private-key");
        }
        if (transit != null) {
            got.add("transit");
        }
        if (got.size() != 1) {
            throw new IllegalArgumentException(": set exactly one of client-secret, private-key, transit; got "
                    + (got.isEmpty() ? "none" : String.join(" and ", got)));
        }
    }

    private static void requireLifetime(Duration lifetime, boolean jti) {
        Duration longest = jti ? LONGEST_WITH_JTI : LONGEST;
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(longest) > 0) {
            throw new IllegalArgumentException("token-lifetime must be at least 1s and at most "
                    + (jti ? "1h, because jti is on and the platform refuses longer ones" : "24h"));
        }
        if (lifetime.getNano() != 0) {
            throw new IllegalArgumentException("token-lifetime must be whole seconds: iat and exp are (RFC 7519 §2)");
        }
    }

    /** Says which client this is and nothing of its secret. */
    @Override
    public String toString() {
        return "ClientProperties[" + clientId + ", " + algorithm + ']';
    }
}
