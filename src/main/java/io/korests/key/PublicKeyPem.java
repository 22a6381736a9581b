package io.korests.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** RSA public keys in PEM (RFC 7468 §13). */
public final class PublicKeyPem {

    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    private PublicKeyPem() {}

    /** @throws IllegalArgumentException if the text is not an RSA public key */
    public static RSAPublicKey rsa(String pem) {
        try {
            String base64 = pem.replace(BEGIN, "").replace(END, "");
            X509EncodedKeySpec spec =
                    new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException exception) {
            throw new IllegalArgumentException("is not an RSA public key in PEM");
        }
    }

    /** As it is pasted into Kore's console. */
    public static String of(RSAPublicKey key) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return BEGIN + '\n' + base64 + '\n' + END + '\n';
    }
}
