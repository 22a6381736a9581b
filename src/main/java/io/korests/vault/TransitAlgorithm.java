package io.korests.vault;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.KeyPairBuilder;
import io.jsonwebtoken.security.SecureRequest;
import io.jsonwebtoken.security.SignatureAlgorithm;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;

/**
 * RS256 and RS512 by Vault's Transit engine (RFC 7518 §3.3: RSASSA-PKCS1-v1_5), for JJWT. It verifies with the public key, as
 * JJWT itself does.
 */
final class TransitAlgorithm implements SignatureAlgorithm {

    private final SigningAlgorithm algorithm;
    private final TransitCalls calls;
    private final String path;
    private final int version;

    /**
     * @param path the key's signing path, without a hash algorithm
     * @param version the key's version to sign with, so that what is published and what signs are the same
     */
    TransitAlgorithm(SigningAlgorithm algorithm, TransitCalls calls, String path, int version) {
        this.algorithm = algorithm;
        this.calls = calls;
        this.path = path;
        this.version = version;
    }

    @Override
    public byte[] digest(SecureRequest<InputStream, PrivateKey> request) {
        String hash = algorithm == SigningAlgorithm.RS256 ? "/sha2-256" : "/sha2-512";
        Map<String, Object> body = Map.of(
                "input", base64(request.getPayload()), "signature_algorithm", "pkcs1v15", "key_version", version);
        Map<String, Object> answer = calls.write(path + hash, body);
        Object signature = answer == null ? null : answer.get("signature");
        String prefix = "vault:v" + version + ":";
        if (signature instanceof String text && text.startsWith(prefix)) {
            return Base64.getDecoder().decode(text.substring(prefix.length()));
        }
        throw new SigningUnavailableException(
                "Vault's answer has no signature", new IllegalStateException("no signature of version " + version));
    }

    private static String base64(InputStream payload) {
        try {
            return Base64.getEncoder().encodeToString(payload.readAllBytes());
        } catch (IOException exception) {
            throw new IllegalStateException("Bytes in memory cannot fail to be read", exception);
        }
    }

    @Override
    public boolean verify(VerifySecureDigestRequest<PublicKey> request) {
        return algorithm == SigningAlgorithm.RS256 ? Jwts.SIG.RS256.verify(request) : Jwts.SIG.RS512.verify(request);
    }

    @Override
    public String getId() {
        return algorithm.name();
    }

    /** The key pair is made in Vault, never here. */
    @Override
    public KeyPairBuilder keyPair() {
        throw new UnsupportedOperationException("Keys for Transit are made in Vault");
    }
}
