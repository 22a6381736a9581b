package io.korests.token;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.AbstractSerializer;
import io.jsonwebtoken.io.SerializationException;
import io.korests.client.ClientApp;
import io.korests.json.JsonObject;
import io.korests.key.SigningKey;
import io.korests.key.SigningUnavailableException;
import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Makes tokens in compact form with JJWT: signed (RFC 7515) and, where the client asks for it, encrypted (RFC 7516). JSON and
 * base64url go through JJWT's extension points: its defaults allocate 38 KiB a token (docs/benchmarks.md). Safe for use by many
 * threads.
 */
final class JwtSigner {
    private static final ClaimsSerializer JSON = new ClaimsSerializer();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** @throws RefusedException if the key is kept elsewhere and cannot be reached in time */
    String sign(Map<String, Object> claims, ClientApp client) {
        SigningKey key = client.signingKey();
        JwtBuilder token = Jwts.builder()
                .header()
                .add(header(key))
                .and()
                .json(JSON)
                .b64Url(JwtSigner::base64Url)
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
        return BASE64URL.encodeToString(json.toByteArray());
    }

    private static String compact(JwtBuilder token, SigningKey key) {
        try {
            return token.signWith(key.key(), key.signer()).compact();
        } catch (JwtException failure) {
            // JJWT wraps what an algorithm throws.
            if (failure.getCause() instanceof SigningUnavailableException) {
                throw Refusal.SIGNING_UNAVAILABLE.because("The signing key cannot be reached now: ask again soon.");
            }
            throw failure;
        }
    }

    /**
     * Base64url without padding (RFC 7515 §2), for each section of a token at once. The streams of JJWT and of the JDK allocate
     * 8 KiB each.
     */
    private static OutputStream base64Url(OutputStream out) {
        return new ByteArrayOutputStream(320) {
            @Override
            public void close() throws IOException {
                out.write(BASE64URL.encode(toByteArray()));
            }
        };
    }

    /**
     * Writes headers and claims as JSON. JSON objects stay byte for byte as they were sent or configured. Safe for use by many
     * threads.
     */
    private static final class ClaimsSerializer extends AbstractSerializer<Map<String, ?>> {
        private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

        @Override
        protected void doSerialize(Map<String, ?> members, OutputStream out) throws IOException {
            StringBuilder json = new StringBuilder(320);
            members.forEach((name, value) -> {
                json.append(json.isEmpty() ? '{' : ',');
                text(name, json);
                json.append(':');
                value(value, json);
            });
            out.write(json.append('}').toString().getBytes(StandardCharsets.UTF_8));
        }

        private static void value(Object value, StringBuilder json) {
            if (value instanceof String text) {
                text(text, json);
            } else if (value instanceof JsonObject object) {
                json.append(object.text());
            } else if (value instanceof Number || value instanceof Boolean) {
                json.append(value);
            } else {
                throw new SerializationException("No claim has a value of " + value.getClass());
            }
        }

        private static void text(String text, StringBuilder json) {
            json.append('"');
            ENCODER.quoteAsString(text, json);
            json.append('"');
        }
    }
}
