package io.korests.vault;

import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SecureRequest;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningUnavailableException;
import io.korests.vault.VaultFailedException.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;

/**
 * RS256 and RS512 by Vault's Transit engine (RFC 7518 §3.3: RSASSA-PKCS1-v1_5), as a JJWT algorithm. Each signature is verified:
 * no token leaves that the published key does not verify.
 *
 * @param algorithm RS256 or RS512
 */
record TransitAlgorithm(SigningAlgorithm algorithm, TransitKeys vault)
        implements SecureDigestAlgorithm<PrivateKey, PublicKey> {
    @Override
    public String getId() {
        return algorithm.name();
    }

    /**
     * Starts a refresh where Vault has no such version of the key any more, or another key.
     *
     * @throws SigningUnavailableException if Vault does not sign in time, or not with the published key
     */
    @Override
    public byte[] digest(SecureRequest<InputStream, PrivateKey> request) {
        TransitKey key = (TransitKey) request.getKey();
        try {
            byte[] input = request.getPayload().readAllBytes();
            byte[] signature = sign(key, input);
            if (verifies(key, input, signature)) {
                return signature;
            }
        } catch (VaultFailedException failure) {
            // Vault answers so to a version that it signs with no more, and OpenBao with 500.
            if (failure.trouble() == Trouble.FAILS) {
                vault.changed();
            }
            throw new SigningUnavailableException(failure.getMessage(), failure);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        vault.changed();
        throw new SigningUnavailableException("Vault's signature does not verify with the published key", null);
    }

    /** @return empty if Vault's answer has none by the version of the key */
    byte[] sign(TransitKey key, byte[] input) {
        String hash = algorithm == SigningAlgorithm.RS256 ? "/sha2-256" : "/sha2-512";
        Map<String, Object> body = Map.of(
                "input", Base64.getEncoder().encodeToString(input),
                "signature_algorithm", "pkcs1v15",
                "key_version", key.version());
        String signature = vault.sign(key.mount() + "/sign/" + key.name() + hash, body);
        String prefix = "vault:v" + key.version() + ":";
        try {
            return Base64.getDecoder().decode(signature.startsWith(prefix) ? signature.substring(prefix.length()) : "");
        } catch (IllegalArgumentException exception) {
            return new byte[0];
        }
    }

    boolean verifies(TransitKey key, byte[] input, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm.jcaName());
            verifier.initVerify(key.publicKey());
            verifier.update(input);
            return verifier.verify(signature);
        } catch (GeneralSecurityException exception) {
            return false;
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
    record TransitKey(String mount, String name, int version, RSAPublicKey publicKey) implements PrivateKey {
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
