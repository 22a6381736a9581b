package io.korests;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** PEM (RFC 7468) of every kind that somebody may paste where a private key belongs. */
public final class TestPem {

    private static final String PBE = "PBEWithSHA1AndDESede";

    private TestPem() {}

    /** @return several lines of 64 characters */
    public static String of(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    public static String publicKey(KeyPair pair) {
        return of("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    /** Labelled a certificate; it has only the public key, since nobody reads that far. */
    public static String certificate(KeyPair pair) {
        return of("CERTIFICATE", pair.getPublic().getEncoded());
    }

    /** PKCS#8 under a passphrase, as openssl pkcs8 -topk8 makes it. */
    public static String encrypted(KeyPair pair) {
        try {
            SecretKey passphrase =
                    SecretKeyFactory.getInstance(PBE).generateSecret(new PBEKeySpec("passphrase".toCharArray()));
            Cipher cipher = Cipher.getInstance(PBE);
            cipher.init(Cipher.ENCRYPT_MODE, passphrase);
            byte[] secret = cipher.doFinal(pair.getPrivate().getEncoded());
            byte[] der = new EncryptedPrivateKeyInfo(cipher.getParameters(), secret).getEncoded();
            return of("ENCRYPTED PRIVATE KEY", der);
        } catch (GeneralSecurityException | java.io.IOException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** PKCS#1 under a passphrase, as openssl rsa -traditional -aes128 makes it; the key is thrown away. */
    public static String legacyEncrypted(KeyPair pair) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
            String vector = java.util.HexFormat.of().withUpperCase().formatHex(cipher.getIV());
            String pem = of("RSA PRIVATE KEY", cipher.doFinal(TestKeys.pkcs1(pair)));
            return pem.replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC," + vector + "\n\n");
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
