package io.korests;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.lang.JoseException;

/**
 * A JWE that jose4j decrypted: a library that the service does not use.
 *
 * @param header the JOSE header as it was written
 * @param content what was encrypted
 */
public record EncryptedToken(String header, String content) {

    /** @param algorithm and {@code method}: the only ones that are believed, whatever the header says */
    public static EncryptedToken open(String compact, String algorithm, String method, Key key) {
        try {
            JsonWebEncryption jwe = new JsonWebEncryption();
            jwe.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm));
            jwe.setContentEncryptionAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, method));
            jwe.setCompactSerialization(compact);
            jwe.setKey(key);
            return new EncryptedToken(decoded(compact), jwe.getPlaintextString());
        } catch (JoseException exception) {
            throw new AssertionError(exception);
        }
    }

    private static String decoded(String compact) {
        return new String(Base64.getUrlDecoder().decode(compact.split("\\.")[0]), StandardCharsets.UTF_8);
    }
}
