package io.korests.vault;

import io.korests.key.Signer;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningUnavailableException;
import java.util.Base64;
import java.util.Map;

/**
 * RS256 and RS512 by Vault's Transit engine (RFC 7518 §3.3: RSASSA-PKCS1-v1_5).
 *
 * @param path the key's signing path, without a hash algorithm
 * @param version the key's version to sign with, so that what is published and what signs are the same
 */
record TransitSigner(SigningAlgorithm algorithm, TransitCalls calls, String path, int version) implements Signer {

    @Override
    public byte[] sign(byte[] signingInput) {
        String hash = algorithm == SigningAlgorithm.RS256 ? "/sha2-256" : "/sha2-512";
        String input = Base64.getEncoder().encodeToString(signingInput);
        Map<String, Object> body = Map.of("input", input, "signature_algorithm", "pkcs1v15", "key_version", version);
        Map<String, Object> answer = calls.write(path + hash, body);
        Object signature = answer == null ? null : answer.get("signature");
        String prefix = "vault:v" + version + ":";
        if (signature instanceof String text && text.startsWith(prefix)) {
            return Base64.getDecoder().decode(text.substring(prefix.length()));
        }
        throw new SigningUnavailableException(
                "Vault's answer has no signature", new IllegalStateException("no signature of version " + version));
    }
}
