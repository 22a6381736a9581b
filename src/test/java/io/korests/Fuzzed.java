package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** What the targets of Jazzer share; see src/test/fuzz/run.sh. */
public final class Fuzzed {

    private static final int CHECKED_EVERY = 20_000;
    private static final long MOST_GROWTH = 24L << 20;
    private static int inputs;
    private static long before;

    private Fuzzed() {}

    public static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    /** Fails where the heap, after a collection, holds 24 MiB more than early on: something keeps what strangers sent. */
    public static void assertNothingKept() {
        if (++inputs % CHECKED_EVERY != 0) {
            return;
        }
        System.gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        before = before == 0 ? used : before;
        assertThat(used - before).as("bytes kept after %d inputs", inputs).isLessThan(MOST_GROWTH);
    }

    /** Replaces a part of a good text, so that no key has to be in a corpus: place, length, and what comes there. */
    public static String edited(String good, byte[] edit) {
        if (edit.length < 3) {
            return good;
        }
        int from = Math.min(good.length(), (edit[0] & 0xFF) << 8 | edit[1] & 0xFF);
        int to = Math.min(good.length(), from + (edit[2] & 0xFF));
        return good.substring(0, from) + text(java.util.Arrays.copyOfRange(edit, 3, edit.length)) + good.substring(to);
    }
}
