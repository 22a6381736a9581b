package io.korests.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.Fuzzed;
import io.korests.TestEncryption;
import io.korests.TestKeys;
import io.korests.key.EncryptionKey.ContentEncryption;
import io.korests.key.EncryptionKey.KeyEncryption;

/** Kore's public key as a JWK: behind a ~ an edit of a good one, or any text. */
public final class JwkFuzz {

    private static final String GOOD = TestEncryption.jwk(TestKeys.rsa().getPublic(), "kore-1", "enc");

    private JwkFuzz() {}

    /** Before the time of an input counts: Java loads its algorithms at their first use. */
    public static void fuzzerInitialize() {
        load(GOOD);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        boolean edit = input.length > 0 && input[0] == '~';
        load(edit ? Fuzzed.edited(GOOD, java.util.Arrays.copyOfRange(input, 1, input.length)) : Fuzzed.text(input));
    }

    static void load(String text) {
        Fuzzed.assertNothingKept();
        try {
            EncryptionKey key = EncryptionKeyLoader.load(
                    text, null, KeyEncryption.RSA_OAEP, ContentEncryption.A128CBC_HS256, false);
            assertThat(key.publicKey().getModulus().bitLength()).isGreaterThanOrEqualTo(2048);
            assertThat(key.keyId()).isNotBlank();
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).matches("(?s)(public-key|key-id) .*");
            assertThat(refused).hasNoCause();
        }
    }
}
