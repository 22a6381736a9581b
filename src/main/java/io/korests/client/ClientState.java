package io.korests.client;

import io.korests.ClientProperties;

/**
 * A client that serves.
 *
 * @param properties that {@code app} was opened from
 * @param readNanos when they were last read and found valid, by a monotonic clock
 */
record ClientState(ClientProperties properties, ClientApp app, long readNanos) {

    /** Names the client and redacts its secret. */
    @Override
    public String toString() {
        return app.name();
    }
}
