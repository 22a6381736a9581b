package io.korests.key;

import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.ssl.pem.PemContent;

/** Reads an RSA private key from PEM text (RFC 7468), and says in a sentence why it cannot. */
final class PrivateKeyPem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private PrivateKeyPem() {}

    static RSAPrivateCrtKey parse(String text) {
        Matcher block = BLOCK.matcher(text.replace("\\r", "").replace("\\n", "\n"));
        if (!block.find()) {
            throw new IllegalArgumentException("private-key is not PEM: it must hold a block from"
                    + " -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----, on several lines or on one with \\n");
        }
        String label = block.group(1);
        String body = block.group(2);
        refuseOtherThanPlainRsa(label, body);
        return rsa(label, body.replaceAll("\\s", ""));
    }

    private static void refuseOtherThanPlainRsa(String label, String body) {
        if (label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
            throw new IllegalArgumentException(
                    "private-key is encrypted with a passphrase: store it unencrypted in Vault,"
                            + " or decrypt it with: openssl pkey -in key.pem -out plain.pem");
        }
        if (label.contains("PUBLIC KEY") || label.contains("CERTIFICATE")) {
            throw new IllegalArgumentException("private-key holds a "
                    + (label.contains("CERTIFICATE") ? "certificate" : "public key")
                    + ": set the private key that belongs to it");
        }
        if (label.startsWith("EC")) {
            throw notRsa("EC");
        }
        if (!label.equals("PRIVATE KEY") && !label.equals("RSA PRIVATE KEY")) {
            throw new IllegalArgumentException("private-key is a PEM block of another kind:"
                    + " PRIVATE KEY (PKCS#8) or RSA PRIVATE KEY (PKCS#1) is needed");
        }
    }

    private static RSAPrivateCrtKey rsa(String label, String base64) {
        PrivateKey key;
        try {
            key = PemContent.of("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----")
                    .getPrivateKey();
        } catch (RuntimeException exception) {
            // The cause is left out: it may quote what it could not read.
            throw new IllegalArgumentException(
                    "private-key is damaged: its PEM block does not decode to a private key");
        }
        if (key == null) {
            throw new IllegalArgumentException("private-key is damaged: its PEM block holds no private key");
        }
        // A key for RSASSA-PSS is of that class too, and platforms refuse its public half for RS256.
        if (key instanceof RSAPrivateCrtKey rsa && key.getAlgorithm().equals("RSA")) {
            return rsa;
        }
        throw notRsa(key.getAlgorithm());
    }

    private static IllegalArgumentException notRsa(String kind) {
        return new IllegalArgumentException("private-key is an " + kind
                + " key: Kore accepts RSA only (RS256 and RS512); make one with: openssl genpkey -algorithm RSA"
                + " -pkeyopt rsa_keygen_bits:2048");
    }
}
