package io.korests.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How a program reads a client's key: right, or with one of the usual mistakes about the text of a secret. */
public enum KeyReading {
    RIGHT("as it is"),
    BASE64_DECODED("decoded from base64"),
    LINE_FEED("with a line feed after it"),
    CARRIAGE_RETURN("with a carriage return and a line feed after it"),
    QUOTED("in quotation marks");

    /** What HMAC does with a shorter key (RFC 2104 §2); Nimbus demands it at full length. */
    private static final int PADDED_BYTES = 64;

    private static final String REDACTED = "(the client secret, redacted)";

    private final String description;

    KeyReading(String description) {
        this.description = description;
    }

    /**
     * Tries all readings.
     *
     * @param jws a token in compact form
     * @return the one that verifies the signature; null if none does, or if the key is not for the token's algorithm
     */
    public static @Nullable KeyReading thatSigned(String jws, SigningKey key) {
        return Arrays.stream(values())
                .filter(reading -> reading.signed(jws, key))
                .findFirst()
                .orElse(null);
    }

    private boolean signed(String jws, SigningKey key) {
        if (key.publicKey() != null && this != RIGHT) {
            return false;
        }
        try {
            JWSObject token = JWSObject.parse(jws);
            return token.verify(
                    key.publicKey() == null ? new MACVerifier(read(text(key))) : new RSASSAVerifier(key.publicKey()));
        } catch (ParseException | JOSEException | IllegalArgumentException exception) {
            return false;
        }
    }

    private byte[] read(String secret) {
        byte[] read = switch (this) {
            case RIGHT -> bytes(secret);
            case BASE64_DECODED ->
                Base64.getMimeDecoder().decode(secret.replace('-', '+').replace('_', '/'));
            case LINE_FEED -> bytes(secret + '\n');
            case CARRIAGE_RETURN -> bytes(secret + "\r\n");
            case QUOTED -> bytes('"' + secret + '"');
        };
        return Arrays.copyOf(read, Math.max(read.length, PADDED_BYTES));
    }

    /** Replaces the secret where it occurs in a text, as in the claims of programs that sign all of their configuration. */
    public static String redact(String text, SigningKey key) {
        if (key.publicKey() != null) {
            return text;
        }
        String secret = text(key);
        return text.replace(secret, REDACTED).replace(secret.replace("/", "\\/"), REDACTED);
    }

    /** The secret without its padding. */
    private static String text(SigningKey key) {
        byte[] secret = Arrays.copyOf(key.key().getEncoded(), key.description().bits() / 8);
        return new String(secret, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return description;
    }
}
