package io.korests.vault;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The hash algorithms, each with the DER prefix that PKCS#1 v1.5 puts before a digest (RFC 8017, 9.2). */
enum TransitHash {
    SHA_256("sha2-256", "SHA-256", "3031300d060960864801650304020105000420"),
    SHA_384("sha2-384", "SHA-384", "3041300d060960864801650304020205000430"),
    SHA_512("sha2-512", "SHA-512", "3051300d060960864801650304020305000440");

    private final String text;
    private final String digest;
    private final byte[] prefix;

    TransitHash(String text, String digest, String prefix) {
        this.text = text;
        this.digest = digest;
        this.prefix = HexFormat.of().parseHex(prefix);
    }

    static Optional<TransitHash> of(String text) {
        return Arrays.stream(values()).filter(hash -> hash.text.equals(text)).findAny();
    }

    /** The JCA name, {@code SHA-256}. */
    String digest() {
        return digest;
    }

    int length() {
        return Integer.parseInt(digest.substring(4)) / 8;
    }

    byte[] withPrefix(byte[] hashed) {
        byte[] info = Arrays.copyOf(prefix, prefix.length + hashed.length);
        System.arraycopy(hashed, 0, info, prefix.length, hashed.length);
        return info;
    }
}
