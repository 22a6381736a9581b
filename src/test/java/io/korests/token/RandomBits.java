package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;

/** Whether texts look like 128 random bits each. */
final class RandomBits {

    private RandomBits() {}

    /**
     * Each bit is set in about half of them: within nine standard deviations, so that chance never fails this.
     *
     * @param texts at least 500, base64url
     */
    static void assertRandom(List<String> texts) {
        int[] set = new int[128];
        for (String text : texts) {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            assertThat(bytes).hasSize(16);
            for (int bit = 0; bit < 128; bit++) {
                set[bit] += bytes[bit / 8] >> bit % 8 & 1;
            }
        }
        double deviation = Math.sqrt(texts.size()) / 2;
        for (int count : set) {
            assertThat((double) count)
                    .isBetween(texts.size() / 2.0 - 9 * deviation, texts.size() / 2.0 + 9 * deviation);
        }
    }
}
