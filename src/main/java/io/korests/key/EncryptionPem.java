package io.korests.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A public key as PEM (RFC 7468 §13) that may be encrypted to. */
final class EncryptionPem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern PRIVATE = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----");

    /** RSA is what is wanted; the others are tried to tell a key of another kind from a damaged one. */
    private static final List<String> KINDS = List.of("RSA", "RSASSA-PSS", "EC", "EdDSA", "XDH", "DSA");

    private EncryptionPem() {}

    /** @throws IllegalArgumentException saying what the text is instead */
    static PublicKey parse(String text) {
        if (PRIVATE.matcher(text).find()) {
            throw disclosed();
        }
        Matcher block = BLOCK.matcher(text.replace("\\r", "").replace("\\n", "\n"));
        if (!block.find()) {
            throw new IllegalArgumentException(
                    "public-key is neither a JWK nor PEM: paste the JWK that the Kore console shows");
        }
        return switch (block.group(1)) {
            case "PUBLIC KEY" -> decode(block.group(2));
            case "RSA PUBLIC KEY" ->
                throw otherKind("an RSA PUBLIC KEY (PKCS#1)", "openssl rsa -RSAPublicKey_in -pubout");
            case "CERTIFICATE" -> throw otherKind("a CERTIFICATE", "openssl x509 -pubkey -noout");
            default ->
                throw new IllegalArgumentException("public-key is a PEM block of another kind: PUBLIC KEY is needed");
        };
    }

    static IllegalArgumentException disclosed() {
        return new IllegalArgumentException("public-key holds a private or secret key: paste the public key only,"
                + " and treat the pasted one as disclosed");
    }

    private static IllegalArgumentException otherKind(String what, String command) {
        return new IllegalArgumentException("public-key is a PEM block of another kind, " + what
                + ": PUBLIC KEY is needed, which this makes of it: " + command + " -in key.pem");
    }

    private static PublicKey decode(String base64) {
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException exception) {
            throw new IllegalArgumentException("public-key is damaged: its PEM block is not base64");
        }
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException exception) {
                // Another kind, perhaps.
            }
        }
        throw new IllegalArgumentException("public-key is damaged: its PEM block does not decode to a public key");
    }
}
