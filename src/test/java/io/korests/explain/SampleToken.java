package io.korests.explain;

import io.korests.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.provider.Arguments;

/** Tokens of any header and claims, right or wrong, made by the JDK alone. */
final class SampleToken {
    /** When they are right. */
    static final Instant NOW = Instant.parse("2026-11-21T22:52:34Z");

    static final long SECONDS = NOW.getEpochSecond();
    static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private SampleToken() {}

    static String hs256(String header, String claims, String secret) {
        return hs256(header, claims, secret.getBytes(StandardCharsets.UTF_8));
    }

    static String hs256(String header, String claims, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String input = base64Url(header) + '.' + base64Url(claims);
            return input + '.' + base64Url(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }

    static String rs256(String header, String claims, PrivateKey key) {
        try {
            String input = base64Url(header) + '.' + base64Url(claims);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + '.' + base64Url(signature.sign());
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }

    static String base64Url(String text) {
        return base64Url(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The claims of a right token but for those given, of which the last of a name counts. */
    static String claims(String... changes) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iat", Long.toString(SECONDS));
        claims.put("exp", Long.toString(SECONDS + 3600));
        claims.put("iss", "\"cs-travel\"");
        claims.put("sub", "\"jane\"");
        claims.put("aud", "\"https://idproxy.kore.com/authorize\"");
        claims.put("isAnonymous", "false");
        for (String change : changes) {
            String[] parts = change.split("=", 2);
            claims.put(parts[0], parts[1]);
            if (parts[1].isEmpty()) {
                claims.remove(parts[0]);
            }
        }
        return claims.entrySet().stream()
                .map(claim -> '"' + claim.getKey() + "\":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    static String token(String... changes) {
        return hs256(HEADER, claims(changes), TestKeys.SECRET);
    }

    static String header(String header) {
        return hs256(header, claims(), TestKeys.SECRET);
    }

    static String signed(byte[] secret) {
        return hs256(HEADER, claims(), secret);
    }

    static String jwe(String header) {
        return base64Url(header) + ".AAAA.AAAA.AAAA.AAAA";
    }

    static Arguments row(String token, String id, String detail) {
        return Arguments.of(id, detail, token);
    }
}
