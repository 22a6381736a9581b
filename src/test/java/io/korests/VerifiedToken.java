package io.korests;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A token whose signature jose4j verified: a library that the service does not use.
 *
 * @param header the JOSE header as it was written
 * @param claims the payload, with numbers and texts told apart
 */
public record VerifiedToken(String header, JsonNode claims) {

    /** Verifies with a secret's UTF-8 bytes. */
    public static VerifiedToken verify(String jwt, String algorithm, String secret) {
        return verify(jwt, algorithm, new HmacKey(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param algorithm the only one that is believed, whatever the header says */
    public static VerifiedToken verify(String jwt, String algorithm, Key key) {
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm));
            // jose4j wants 64 bytes for HS512; Kore's secrets have 44.
            jws.setDoKeyValidation(false);
            jws.setCompactSerialization(jwt);
            jws.setKey(key);
            if (!jws.verifySignature()) {
                throw new AssertionError("the signature does not verify");
            }
            return new VerifiedToken(
                    new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[0]), StandardCharsets.UTF_8),
                    JsonMapper.shared().readTree(jws.getPayload()));
        } catch (JoseException exception) {
            throw new AssertionError(exception);
        }
    }

    public String text(String claim) {
        return claims.get(claim).stringValue();
    }

    public String subject() {
        return text("sub");
    }

    public boolean isAnonymous() {
        return claims.get("isAnonymous").booleanValue();
    }
}
