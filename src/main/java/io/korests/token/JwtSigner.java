package io.korests.token;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.korests.client.ClientApp;
import io.korests.key.SigningKey;
import io.korests.key.SigningUnavailableException;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import java.time.Duration;
import java.util.Map;

/**
 * Makes tokens in compact form with JJWT: signed (RFC 7515) and, where the client asks for it, encrypted (RFC 7516). JSON and
 * base64url go through JJWT's extension points: its defaults allocate 38 KiB a token (docs/benchmarks.md). Safe for use by many
 * threads.
 */
final class JwtSigner {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ClaimsSerializer json = new ClaimsSerializer();
    private final Base64UrlEncoder base64Url = new Base64UrlEncoder();

    /** @throws RefusedException if the key is kept elsewhere and cannot be reached in time */
    String sign(Map<String, Object> claims, ClientApp client) {
        SigningKey key = client.signingKey();
        // Kore's samples begin the header with alg; JJWT would add it last.
        JwtBuilder.BuilderHeader header =
                Jwts.builder().header().add("alg", key.algorithm().name()).type("JWT");
        if (key.description().keyId() != null) {
            header.keyId(key.description().keyId());
        }
        String signed = compact(header.and().json(json).b64Url(base64Url).claims(claims), key);
        return client.encryption() == null ? signed : client.encryption().encrypt(signed);
    }

    private static String compact(JwtBuilder token, SigningKey key) {
        try {
            return token.signWith(key.key(), key.signer()).compact();
        } catch (JwtException failure) {
            // JJWT wraps what an algorithm throws.
            if (failure.getCause() instanceof SigningUnavailableException) {
                throw new RefusedException(
                        Refusal.SIGNING_UNAVAILABLE, "The signing key cannot be reached now: ask again soon.", RETRY);
            }
            throw failure;
        }
    }
}
