package io.korests.vault;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** The public halves of a Transit key, read and parsed without the service's code. */
final class TransitPublicKey {

    private TransitPublicKey() {}

    /** Of the version that signs. */
    static PublicKey newest(VaultOperator operator, String name) {
        Map<String, Object> key = read(operator, name);
        return version(key, ((Number) key.get("latest_version")).intValue());
    }

    static PublicKey version(VaultOperator operator, String name, int version) {
        return version(read(operator, name), version);
    }

    private static Map<String, Object> read(VaultOperator operator, String name) {
        return Objects.requireNonNull(operator.template().read("transit/keys/" + name))
                .getRequiredData();
    }

    private static PublicKey version(Map<String, Object> key, int version) {
        Map<?, ?> versions = (Map<?, ?>) key.get("keys");
        String pem = (String) ((Map<?, ?>) versions.get("" + version)).get("public_key");
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
