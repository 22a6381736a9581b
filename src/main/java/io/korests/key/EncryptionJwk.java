package io.korests.key;

import io.korests.json.StrictJson;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A public RSA key as a JWK (RFC 7517, RFC 7518 §6.3.1) that may be encrypted to.
 *
 * @param keyId its {@code kid}, or null
 */
record EncryptionJwk(PublicKey publicKey, @Nullable String keyId) {

    /** What only a private or secret JWK has (RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2). */
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private static final Pattern SIGNATURE = Pattern.compile("(RS|PS)(256|384|512)");

    /** @throws IllegalArgumentException saying what it is instead */
    static EncryptionJwk parse(String text) {
        Map<String, String> jwk = members(text);
        if (jwk.containsKey("keys")) {
            throw new IllegalArgumentException(
                    "public-key is a set of JWKs: paste the one among them that is for encryption");
        }
        if (jwk.keySet().stream().anyMatch(PRIVATE::contains)) {
            throw EncryptionPem.disclosed();
        }
        if (!jwk.getOrDefault("kty", "RSA").equals("RSA")) {
            throw EncryptionKeyParser.notRsa();
        }
        if (isForSignatures(jwk)) {
            throw new IllegalArgumentException("public-key is a JWK for signatures (its use or alg says so):"
                    + " the one for encryption (use: enc) is needed");
        }
        String keyId = jwk.getOrDefault("kid", "");
        return new EncryptionJwk(rsa(jwk), keyId.isBlank() ? null : keyId);
    }

    private static boolean isForSignatures(Map<String, String> jwk) {
        return jwk.getOrDefault("use", "").equals("sig")
                || SIGNATURE.matcher(jwk.getOrDefault("alg", "")).matches();
    }

    private static PublicKey rsa(Map<String, String> jwk) {
        if (!jwk.containsKey("kty")) {
            throw unreadable();
        }
        try {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(number(jwk.get("n")), number(jwk.get("e")));
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException exception) {
            throw damaged();
        }
    }

    /** Base64urlUInt (RFC 7518 §2). Both numbers of an RSA key are odd. */
    private static BigInteger number(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw unreadable();
        }
        try {
            BigInteger number = new BigInteger(1, Base64.getUrlDecoder().decode(text));
            if (number.testBit(0)) {
                return number;
            }
        } catch (IllegalArgumentException exception) {
            // Not base64url: said below.
        }
        throw damaged();
    }

    /** The texts among the members; the empty text stands for a member that is none. */
    private static Map<String, String> members(String text) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = StrictJson.parser(text.strip())) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                members.put(name, value == JsonToken.VALUE_STRING ? parser.getString() : "");
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                throw unreadable();
            }
            return members;
        } catch (JacksonException exception) {
            // The cause is left out: it may quote a private key pasted by mistake.
            throw unreadable();
        }
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("public-key is not a JWK that can be read: it must be the JSON object"
                + " {\"kty\":\"RSA\",\"kid\":…,\"n\":…,\"e\":…} as the Kore console shows it");
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException("public-key is damaged: its n and e do not make an RSA key");
    }
}
