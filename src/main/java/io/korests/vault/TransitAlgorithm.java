package io.korests.vault;

import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SecureRequest;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RS256 and RS512 by Vault's Transit engine (RFC 7518 §3.3: RSASSA-PKCS1-v1_5), as a JJWT algorithm.
 *
 * @param algorithm RS256 or RS512
 */
record TransitAlgorithm(SigningAlgorithm algorithm, TransitCalls calls)
        implements SecureDigestAlgorithm<PrivateKey, PublicKey> {

    @Override
    public String getId() {
        return algorithm.name();
    }

    /** @throws SigningUnavailableException if Vault does not sign in time */
    @Override
    public byte[] digest(SecureRequest<InputStream, PrivateKey> request) {
        TransitKey key = (TransitKey) request.getKey();
        String hash = algorithm == SigningAlgorithm.RS256 ? "/sha2-256" : "/sha2-512";
        Map<String, Object> body = Map.of(
                "input",
                Base64.getEncoder().encodeToString(bytes(request.getPayload())),
                "signature_algorithm",
                "pkcs1v15",
                "key_version",
                key.version());
        String prefix = "vault:v" + key.version() + ":";
        if (sign(key.mount() + "/sign/" + key.name() + hash, body) instanceof String signature
                && signature.startsWith(prefix)) {
            return decoded(signature.substring(prefix.length()));
        }
        throw new SigningUnavailableException("Vault's answer has no signature", null);
    }

    private @Nullable Object sign(String path, Map<String, Object> request) {
        try {
            return calls.sign(path, request);
        } catch (VaultFailedException failure) {
            throw new SigningUnavailableException(failure.getMessage(), failure);
        }
    }

    private static byte[] decoded(String signature) {
        try {
            return Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException exception) {
            throw new SigningUnavailableException("Vault's answer has no signature", exception);
        }
    }

    private static byte[] bytes(InputStream payload) {
        try {
            return payload.readAllBytes();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** Not supported: whoever verifies has the public half, and needs no Vault. */
    @Override
    public boolean verify(VerifySecureDigestRequest<PublicKey> request) {
        throw new UnsupportedOperationException("Verify with the public key");
    }

    /**
     * Refers to a key in Vault.
     *
     * @param version signs, so that the published key and the signing one are the same
     */
    record TransitKey(String mount, String name, int version) implements PrivateKey {

        @Override
        public String getAlgorithm() {
            return "RSA";
        }

        /** None: the key material stays in Vault. */
        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }
}
