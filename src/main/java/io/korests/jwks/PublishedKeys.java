package io.korests.jwks;

import io.korests.client.ClientApp;
import io.korests.client.ClientSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.util.function.SingletonSupplier;

/**
 * The public keys of the clients served, and for a while those that they replaced: tokens signed with them are still valid.
 * Replaced keys are kept in memory only. Safe for use by many threads; readers wait only while a replaced key expires.
 */
final class PublishedKeys {
    /** The current one included: bounds the memory of a client whose key changes at every refresh. */
    private static final int MOST_OF_A_CLIENT = 11;

    private final Duration retention;
    private final InstantSource clock;
    private volatile Snapshot snapshot;

    /** @param retention how long a replaced key is still listed; zero for not at all */
    PublishedKeys(ClientSet initial, Duration retention, InstantSource clock) {
        this.retention = retention;
        this.clock = clock;
        this.snapshot = Snapshot.of(current(initial), clock.instant());
    }

    /** Takes the clients of a refresh, see {@link io.korests.client.ClientRegistry#onReplace}. */
    synchronized void replace(ClientSet clients) {
        Instant now = clock.instant();
        List<PublishedKey> keys = current(clients);
        snapshot.keys().forEach(key -> keys.add(key.replaced(now.plus(retention))));
        snapshot = Snapshot.of(keys, now);
    }

    private static List<PublishedKey> current(ClientSet clients) {
        List<PublishedKey> keys = new ArrayList<>();
        for (ClientApp app : clients.apps()) {
            PublicJwk jwk = PublicJwk.of(app.signingKey());
            if (jwk != null) {
                keys.add(new PublishedKey(app.name(), jwk, Instant.MAX));
            }
        }
        return keys;
    }

    /** The JWK set (RFC 7517 §5). */
    Document jwks() {
        Snapshot found = snapshot;
        Instant now = clock.instant();
        return (now.isBefore(found.end()) ? found : renewed(now)).jwks().get();
    }

    private synchronized Snapshot renewed(Instant now) {
        snapshot = Snapshot.of(snapshot.keys(), now);
        return snapshot;
    }

    /** @param until when it is no longer listed: never, while it is the client's current one */
    private record PublishedKey(String client, PublicJwk jwk, Instant until) {
        boolean isCurrent() {
            return until.equals(Instant.MAX);
        }

        PublishedKey replaced(Instant end) {
            return isCurrent() ? new PublishedKey(client, jwk, end) : this;
        }
    }

    /**
     * What is published between two changes.
     *
     * @param keys the current ones, then the replaced ones, the newest first
     * @param end when the first of them is no longer listed
     * @param jwks rendered when it is first asked for, not at the start
     */
    private record Snapshot(List<PublishedKey> keys, Instant end, Supplier<Document> jwks) {
        /** Lists a key that several clients share once. */
        static Snapshot of(List<PublishedKey> candidates, Instant now) {
            Set<PublicJwk> listed = new HashSet<>();
            Map<String, Integer> counts = new HashMap<>();
            List<PublishedKey> keys = candidates.stream()
                    .filter(key -> key.until().isAfter(now))
                    .filter(key -> listed.add(key.jwk()))
                    .filter(key -> counts.merge(key.client(), 1, Integer::sum) <= MOST_OF_A_CLIENT)
                    .toList();
            Instant end = keys.stream()
                    .map(PublishedKey::until)
                    .min(Instant::compareTo)
                    .orElse(Instant.MAX);
            return new Snapshot(keys, end, SingletonSupplier.of(() -> Document.of(json(keys))));
        }

        private static String json(List<PublishedKey> keys) {
            Set<PublicJwk> listed = new LinkedHashSet<>();
            Set<String> taken = new HashSet<>();
            for (PublishedKey key : keys) {
                // A kid names one key (RFC 7517 §4.5): where key-id stayed when the key changed, it names the new one.
                boolean named = taken.add(key.jwk().keyId()) || key.isCurrent();
                listed.add(named ? key.jwk() : key.jwk().byThumbprint());
            }
            return listed.stream().map(PublicJwk::json).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        }
    }

    /**
     * A document with its validator (RFC 9110 §8.8.3).
     *
     * @param body not to be changed
     * @param etag with its quotes; made from the body alone, so that it is the same on all replicas
     */
    record Document(byte[] body, String etag) {
        private static final int ETAG_BYTES = 16;

        static Document of(String text) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            try {
                byte[] hash = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(body), ETAG_BYTES);
                return new Document(
                        body, '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"');
            } catch (NoSuchAlgorithmException exception) {
                throw new IllegalStateException("This Java runtime has no SHA-256", exception);
            }
        }
    }
}
