package io.korests.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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

    /**
     * The first private key of a text, or else its first block. The text has several lines, or one with {@code \n}, or is base64
     * of such a text.
     */
    public static Optional<Pem> find(String text) {
        String lines = text.replace("\\r", "").replace("\\n", "\n");
        List<Pem> blocks = BLOCK.matcher(lines.contains("-----") ? lines : decoded(lines))
                .results()
                .map(block -> new Pem(block.group(1), block.group(2)))
                .toList();
        return blocks.stream()
                .filter(Pem::isPrivateKey)
                .findFirst()
                .or(() -> blocks.stream().findFirst());
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException exception) {
            return "";
        }
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
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
