package io.korests.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PEM block (RFC 7468).
 *
 * @param body the text between the two lines: base64, in old formats after headers
 */
public record Pem(String label, String body) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** Only RSA is needed; the further names distinguish a key of another kind from a damaged one. */
    private static final List<String> KINDS = List.of("RSA", "RSASSA-PSS", "EC", "EdDSA", "XDH", "DSA");

    /** The first block of a text on several lines, or on one with {@code \n}. */
    public static Optional<Pem> find(String text) {
        Matcher block = BLOCK.matcher(text.replace("\\r", "").replace("\\n", "\n"));
        return block.find() ? Optional.of(new Pem(block.group(1), block.group(2))) : Optional.empty();
    }

    static Pem of(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return new Pem(label, '\n' + lines + '\n');
    }

    public static Pem of(PublicKey key) {
        return of("PUBLIC KEY", key.getEncoded());
    }

    /** @throws IllegalArgumentException if the body is not base64 */
    byte[] der() {
        return Base64.getMimeDecoder().decode(body);
    }

    /**
     * The key of a {@code PUBLIC KEY} block.
     *
     * @return null if the Java runtime knows no such key
     * @throws IllegalArgumentException if the body is not base64
     */
    public @Nullable PublicKey publicKey() {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(der());
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(spec);
            } catch (GeneralSecurityException exception) {
                // Try the next kind.
            }
        }
        return null;
    }

    /** The block as text for Kore's console, with a line break at the end. */
    public String text() {
        return "-----BEGIN " + label + "-----" + body + "-----END " + label + "-----\n";
    }

    /** Redacts the body, which may be a private key. */
    @Override
    public String toString() {
        return "Pem[" + label + ']';
    }
}
