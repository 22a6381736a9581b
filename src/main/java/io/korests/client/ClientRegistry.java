package io.korests.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Kore apps served now. A request takes its client once and keeps it, so that it sees the old or the new credentials and
 * never a mixture. Safe for use by many threads.
 */
public final class ClientRegistry {
    private final List<Consumer<ClientSet>> listeners = new CopyOnWriteArrayList<>();
    private volatile ClientSet current;

    public ClientRegistry(ClientSet initial) {
        this.current = initial;
    }

    /**
     * @param clientId as sent by the caller; null or blank means the default client
     * @return null if there is no such client, or no default
     */
    public @Nullable ClientApp find(@Nullable String clientId) {
        return current.find(clientId);
    }

    public ClientSet current() {
        return current;
    }

    /**
     * Adds a listener for every change of clients from now on. It runs on the thread that swaps, one swap at a time, before the
     * first token is signed with the new set. If it throws, the old set stays.
     */
    public void onReplace(Consumer<ClientSet> listener) {
        listeners.add(listener);
    }

    /** @return the local names of the clients that are new, have other settings or another key, or are gone; sorted */
    synchronized List<String> replace(ClientSet next) {
        List<String> changed = next.changedSince(current);
        if (!changed.isEmpty()) {
            listeners.forEach(listener -> listener.accept(next));
        }
        current = next;
        return changed;
    }
}
