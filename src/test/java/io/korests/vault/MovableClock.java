package io.korests.vault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that is set forward by hand. */
final class MovableClock extends Clock {

    private final InstantSource source;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    private MovableClock(InstantSource source) {
        this.source = source;
    }

    /** Goes on with the system's. */
    static MovableClock going() {
        return new MovableClock(InstantSource.system());
    }

    /** Stands still at the present time until it is set forward. */
    static MovableClock standing() {
        return new MovableClock(InstantSource.fixed(Instant.now()));
    }

    void advance(Duration duration) {
        offset.updateAndGet(duration::plus);
    }

    @Override
    public Instant instant() {
        return source.instant().plus(offset.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Vault's times are UTC");
    }
}
