package io.korests.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How fresh the credentials are that are served. Safe for use by many threads. */
public final class CredentialsState {

    private final InstantSource clock;
    private volatile Instant lastRead;
    private volatile @Nullable String trouble;

    CredentialsState(InstantSource clock) {
        this.clock = clock;
        this.lastRead = clock.instant();
    }

    /** Since they were last read whole and found valid. */
    public Duration age() {
        return Duration.between(lastRead, clock.instant());
    }

    /** Why they could not be read when last tried, in a sentence; null if they could. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** @return whether this ends a trouble */
    boolean read() {
        boolean recovered = trouble != null;
        lastRead = clock.instant();
        trouble = null;
        return recovered;
    }

    /** @return whether this trouble is another than before */
    boolean failed(String sentence) {
        boolean changed = !sentence.equals(trouble);
        trouble = sentence;
        return changed;
    }
}
