package io.korests.key;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.korests.json.StrictJson;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A public RSA key as a JWK (RFC 7517, RFC 7518 §6.3.1) that may be encrypted to.
 *
 * @param keyId its {@code kid}, or null
 */
record EncryptionJwk(RSAPublicKey publicKey, @Nullable String keyId) {

    /** What only a private or secret JWK has (RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2). */
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private static final Pattern SIGNATURE = Pattern.compile("(RS|PS)(256|384|512)");

    /** @throws IllegalArgumentException saying what it is instead */
    static EncryptionJwk parse(String text) {
        Map<String, Object> jwk = members(text);
        if (jwk.containsKey("keys")) {
            throw new IllegalArgumentException(
                    "public-key is a set of JWKs: paste the one among them that is for encryption");
        }
        if (jwk.keySet().stream().anyMatch(PRIVATE::contains)) {
            throw EncryptionKeyLoader.disclosed();
        }
        if (jwk.containsKey("kty") && !text(jwk, "kty").equals("RSA")) {
            throw EncryptionKeyLoader.notRsa();
        }
        if (text(jwk, "use").equals("sig")
                || SIGNATURE.matcher(text(jwk, "alg")).matches()) {
            throw new IllegalArgumentException("public-key is a JWK for signatures (its use or alg says so):"
                    + " the one for encryption (use: enc) is needed");
        }
        if (text(jwk, "kty").isEmpty()
                || text(jwk, "n").isEmpty()
                || text(jwk, "e").isEmpty()) {
            throw unreadable();
        }
        String keyId = text(jwk, "kid");
        return new EncryptionJwk(rsa(text(jwk, "n"), text(jwk, "e")), keyId.isBlank() ? null : keyId);
    }

    /** JJWT is given n and e alone: it refuses certificates and operations that do not matter here. */
    private static RSAPublicKey rsa(String n, String e) {
        try {
            // JJWT's decoder passes over characters that are not base64url and over a lost one.
            Stream.of(n, e).forEach(Base64.getUrlDecoder()::decode);
            Jwk<?> jwk =
                    Jwks.builder().add(Map.of("kty", "RSA", "n", n, "e", e)).build();
            if (jwk.toKey() instanceof RSAPublicKey key
                    && key.getModulus().testBit(0)
                    && key.getPublicExponent().testBit(0)) {
                return key;
            }
        } catch (JwtException | IllegalArgumentException exception) {
            // The cause is left out: it may quote what it could not read.
        }
        throw new IllegalArgumentException("public-key is damaged: its n and e do not make an RSA key");
    }

    private static Map<String, Object> members(String text) {
        try (JsonParser parser = StrictJson.parser(text.strip())) {
            return JsonMapper.shared().readValue(parser, new TypeReference<>() {});
        } catch (JacksonException exception) {
            // The cause is left out: it may quote a private key pasted by mistake.
            throw unreadable();
        }
    }

    /** The empty text stands for a member that is missing or no text. */
    private static String text(Map<String, Object> jwk, String name) {
        return jwk.get(name) instanceof String text ? text : "";
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("public-key is not a JWK that can be read: it must be the JSON object"
                + " {\"kty\":\"RSA\",\"kid\":…,\"n\":…,\"e\":…} as the Kore console shows it");
    }
}
