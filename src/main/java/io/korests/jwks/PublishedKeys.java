package io.korests.jwks;

import io.korests.client.ClientSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The public keys as they are published now: those of the clients served, and for a while those they had before, because
 * tokens signed with them are still about. What was replaced is kept in memory only: a restart forgets it.
 *
 * <p>Safe for use by many threads; a reader waits for nobody, except where a replaced key has just been kept long enough.
 */
final class PublishedKeys {

    private final Duration retention;
    private final InstantSource clock;
    private volatile KeySetSnapshot snapshot;

    /** @param retention how long a replaced key is still listed; zero for not at all */
    PublishedKeys(ClientSet initial, Duration retention, InstantSource clock) {
        this.retention = retention;
        this.clock = clock;
        this.snapshot = KeySetSnapshot.of(initial);
    }

    /** To be told of every swap, see {@link io.korests.client.ClientRegistry#onReplace}. */
    synchronized void replace(ClientSet clients) {
        Instant now = clock.instant();
        snapshot = snapshot.next(clients, now, now.plus(retention));
    }

    /** The JWK set (RFC 7517 §5). */
    KeySetSnapshot.Document jwks() {
        return current().jwks();
    }

    /**
     * The key that a client signs with now, as PEM.
     *
     * @return null if no client has this name, or it signs with a secret
     */
    KeySetSnapshot.@Nullable Document pem(String client) {
        return current().pem(client);
    }

    private KeySetSnapshot current() {
        KeySetSnapshot found = snapshot;
        Instant now = clock.instant();
        return found.isCurrentAt(now) ? found : renewed(now);
    }

    private synchronized KeySetSnapshot renewed(Instant now) {
        snapshot = snapshot.at(now);
        return snapshot;
    }
}
