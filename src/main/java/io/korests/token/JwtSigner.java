package io.korests.token;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.korests.client.ClientApp;
import io.korests.key.SigningKey;
import io.korests.key.SigningUnavailableException;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes tokens in compact form with JJWT: signed (RFC 7515) and, where the client asks for it, encrypted (RFC 7516). JSON and
 * base64url go through JJWT's extension points: its defaults allocate 38 KiB a token (docs/benchmarks.md). Safe for use by many
 * threads.
 */
final class JwtSigner {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final ClaimsSerializer JSON = new ClaimsSerializer();
    private static final Base64UrlEncoder BASE64URL = new Base64UrlEncoder();

    /** @throws RefusedException if the key is kept elsewhere and cannot be reached in time */
    String sign(Map<String, Object> claims, ClientApp client) {
        SigningKey key = client.signingKey();
        JwtBuilder token = Jwts.builder()
                .header()
                .add(header(key))
                .and()
                .json(JSON)
                .b64Url(BASE64URL)
                .claims(claims);
        String signed = compact(token, key);
        return client.encryption() == null ? signed : client.encryption().encrypt(signed);
    }

    /** Kore's samples begin the header with alg; JJWT would add it last. */
    private static Map<String, Object> header(SigningKey key) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", key.algorithm().name());
        header.put("typ", "JWT");
        if (key.description().keyId() != null) {
            header.put("kid", key.description().keyId());
        }
        return header;
    }

    /** The header as each token of this key carries it. */
    static String encodedHeader(SigningKey key) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JSON.serialize(header(key), json);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.toByteArray());
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
