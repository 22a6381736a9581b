package io.korests.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.Fuzzed;
import io.korests.TestKeys;
import java.util.Arrays;
import java.util.List;

/** Keys in PEM, pasted in full, in part or with something else: good ones, edited, and texts without any. */
public final class PemFuzz {

    private static final List<String> GOOD = List.of(
            "",
            TestKeys.pem(TestKeys.rsa()),
            TestKeys.pkcs1Pem(TestKeys.rsa()),
            TestKeys.onOneLine(TestKeys.pem(TestKeys.rsa())),
            TestKeys.pem(TestKeys.ec()),
            Pem.of(TestKeys.rsa().getPublic()).text(),
            Pem.of(TestKeys.ec().getPublic()).text());

    private PemFuzz() {}

    /** Before the time of an input counts: Java loads its algorithms at their first use. */
    public static void fuzzerInitialize() {
        for (byte good = 0; good < GOOD.size(); good++) {
            fuzzerTestOneInput(new byte[] {good});
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] edit = Arrays.copyOfRange(input, 1, input.length);
        String text = Fuzzed.edited(GOOD.get((input[0] & 0xFF) % GOOD.size()), edit);
        try {
            SigningKey key = KeyLoader.rsa(SigningAlgorithm.RS256, text, null);
            assertThat(key.publicKey()).isNotNull();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("private-key ").hasNoCause();
        }
        JwkFuzz.load(text);
    }
}
