package io.korests.explain;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.util.Base64URL;
import io.korests.client.ClientApp;
import io.korests.explain.Explainer.Found;
import io.korests.key.EncryptionKey;
import io.korests.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.text.ParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What can be said of a token's header, signature and encryption. */
record KeyChecks(CompactToken token, @Nullable ClientApp client, List<Found> findings) {
    /** What HMAC does with a shorter key (RFC 2104 §2); Nimbus demands it at full length. */
    private static final int PADDED_BYTES = 64;

    private static final String RIGHT = "as it is";

    /** @param apps those whose key may have signed in place of the right one */
    void run(List<ClientApp> apps) {
        require(Finding.TYPE, "typ", "JWT");
        if (token.isEncrypted()) {
            encryption();
        } else {
            signature(apps);
        }
    }

    private void encryption() {
        EncryptionKey key = client == null ? null : client.encryption();
        if (key != null) {
            require(Finding.ENCRYPTION_KEY_ID, "kid", key.keyId());
            require(Finding.ENCRYPTION_METHOD, "alg", key.algorithm().toString());
            require(Finding.ENCRYPTION_METHOD, "enc", key.method().toString());
            require(Finding.CONTENT_TYPE, "cty", key.contentType() ? "JWT" : null);
        } else if (client != null) {
            findings.add(Finding.ENCRYPTED.with(""));
        } else {
            findings.add(Finding.ENCRYPTION_KEY_ID.with("kid is " + Explainer.shown(token.header("kid"))));
        }
        findings.add(Finding.CLAIMS_UNREADABLE.with(""));
    }

    private void signature(List<ClientApp> apps) {
        if (client != null && client.encryption() != null) {
            findings.add(Finding.NOT_ENCRYPTED.with(""));
        }
        if (token.text().endsWith(".")) {
            findings.add(Finding.UNSIGNED.with("alg is " + Explainer.shown(token.header("alg"))));
        } else if (client == null) {
            otherKey(apps);
        } else {
            signature(client.signingKey(), apps);
        }
    }

    private void signature(SigningKey key, List<ClientApp> apps) {
        String algorithm = key.algorithm().name();
        require(Finding.ALGORITHM, "alg", algorithm);
        require(Finding.KEY_ID, "kid", key.description().keyId());
        String reading = readingThatSigned(key);
        if (reading == null) {
            boolean sameKind = token.header("alg").stringValue("").startsWith(algorithm.substring(0, 2));
            if (!otherKey(apps) && sameKind) {
                findings.add(Finding.WRONG_KEY.with(""));
            }
        } else if (!reading.equals(RIGHT)) {
            findings.add(Finding.SECRET_MISREAD.with("it was read " + reading));
        }
    }

    private boolean otherKey(List<ClientApp> apps) {
        return apps.stream()
                .filter(app -> app != client && readingThatSigned(app.signingKey()) != null)
                .findFirst()
                .map(app -> findings.add(Finding.KEY_OF_OTHER_CLIENT.with("it is the key of client " + app.name())))
                .isPresent();
    }

    /** @return null if none verifies the signature, or the key is not for the token's algorithm */
    private @Nullable String readingThatSigned(SigningKey key) {
        return readings(key).entrySet().stream()
                .filter(reading -> isSignedBy(reading.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** What programs take for the key: the right one, then those of the usual mistakes about the text of a secret. */
    private static Map<String, Key> readings(SigningKey key) {
        if (key.publicKey() != null) {
            return Map.of(RIGHT, key.publicKey());
        }
        String secret = secretOf(key);
        Map<String, Key> readings = new LinkedHashMap<>();
        readings.put(RIGHT, hmacKey(secret));
        readings.put("with a line feed after it", hmacKey(secret + '\n'));
        readings.put("with a carriage return and a line feed after it", hmacKey(secret + "\r\n"));
        readings.put("in quotation marks", hmacKey('"' + secret + '"'));
        readings.put("decoded from base64", hmacKey(new Base64URL(secret).decode()));
        return readings;
    }

    private static Key hmacKey(String text) {
        return hmacKey(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Key hmacKey(byte[] bytes) {
        return new SecretKeySpec(Arrays.copyOf(bytes, Math.max(bytes.length, PADDED_BYTES)), "HMAC");
    }

    private boolean isSignedBy(Key key) {
        try {
            JWSObject jws = JWSObject.parse(token.text());
            return jws.verify(new DefaultJWSVerifierFactory().createJWSVerifier(jws.getHeader(), key));
        } catch (ParseException | JOSEException | IllegalArgumentException exception) {
            return false;
        }
    }

    /** The text of a client's secret, without its padding. */
    static String secretOf(SigningKey key) {
        byte[] secret = Arrays.copyOf(key.key().getEncoded(), key.description().bits() / 8);
        return new String(secret, StandardCharsets.UTF_8);
    }

    private void require(Finding finding, String name, @Nullable String expected) {
        if (!token.headerIs(name, expected)) {
            findings.add(finding.with(name + " is " + Explainer.shown(token.header(name)) + ", expected is "
                    + (expected == null ? "none" : '"' + expected + '"')));
        }
    }
}
