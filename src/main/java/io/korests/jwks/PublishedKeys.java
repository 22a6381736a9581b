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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * The public keys of the clients served, and for a while those that they replaced: tokens signed with them are still valid.
 * Replaced keys are kept in memory only. Safe for use by many threads; readers wait only while a replaced key expires.
 */
final class PublishedKeys {
    /** Bounds the memory of a client whose key changes at every refresh. */
    private static final int MOST_PREVIOUS = 10;

    private final Duration retention;
    private final InstantSource clock;
    private volatile Snapshot snapshot;

    /** @param retention how long a replaced key is still listed; zero for not at all */
    PublishedKeys(ClientSet initial, Duration retention, InstantSource clock) {
        this.retention = retention;
        this.clock = clock;
        this.snapshot = new Snapshot(keys(initial), List.of());
    }

    /** Takes the clients of a refresh, see {@link io.korests.client.ClientRegistry#onReplace}. */
    synchronized void replace(ClientSet clients) {
        Instant now = clock.instant();
        snapshot = snapshot.next(keys(clients), now, now.plus(retention));
    }

    /** The JWK set (RFC 7517 §5). */
    Document jwks() {
        return current().jwks.get();
    }

    /**
     * The key that a client signs with now, as PEM.
     *
     * @return null if no client has this name, or it signs with a secret
     */
    @Nullable
    Document pem(String client) {
        PublicJwk jwk = current().current.get(client);
        return jwk == null ? null : Document.of(jwk.pem());
    }

    private Snapshot current() {
        Snapshot found = snapshot;
        Instant now = clock.instant();
        return now.isBefore(found.end) ? found : renewed(now);
    }

    private synchronized Snapshot renewed(Instant now) {
        snapshot = snapshot.next(snapshot.current, now, now);
        return snapshot;
    }

    private static Map<String, PublicJwk> keys(ClientSet clients) {
        Map<String, PublicJwk> keys = new LinkedHashMap<>();
        for (ClientApp app : clients.apps()) {
            PublicJwk jwk = PublicJwk.of(app.signingKey());
            if (jwk != null) {
                keys.put(app.name(), jwk);
            }
        }
        return keys;
    }

    /** What is published between two changes. The JWK set is rendered when it is first asked for, not at the start. */
    private static final class Snapshot {
        private final Map<String, PublicJwk> current;
        private final List<PreviousKey> previous;
        private final Instant end;
        private final Supplier<Document> jwks;

        /**
         * @param current by the local name of the client
         * @param previous the newest first
         */
        Snapshot(Map<String, PublicJwk> current, List<PreviousKey> previous) {
            this.current = current;
            this.previous = previous;
            this.end = previous.stream()
                    .map(PreviousKey::until)
                    .min(Instant::compareTo)
                    .orElse(Instant.MAX);
            this.jwks = SingletonSupplier.of(() -> Document.of(json(current, previous)));
        }

        /** The snapshot with these keys, in which those that they replace are listed until the given time. */
        Snapshot next(Map<String, PublicJwk> next, Instant now, Instant until) {
            List<PreviousKey> candidates = new ArrayList<>();
            current.forEach((client, jwk) -> candidates.add(new PreviousKey(client, jwk, until)));
            candidates.addAll(previous);
            Set<PublicJwk> listed = new HashSet<>(next.values());
            Map<String, Integer> counts = new HashMap<>();
            List<PreviousKey> kept = candidates.stream()
                    .filter(key -> key.until().isAfter(now))
                    .filter(key -> listed.add(key.jwk()))
                    .filter(key -> counts.merge(key.client(), 1, Integer::sum) <= MOST_PREVIOUS)
                    .toList();
            return new Snapshot(next, kept);
        }

        /** Lists a key that several clients share once. */
        private static String json(Map<String, PublicJwk> current, List<PreviousKey> previous) {
            Set<PublicJwk> keys = new LinkedHashSet<>(current.values());
            Set<String> taken = keys.stream().map(PublicJwk::keyId).collect(Collectors.toCollection(HashSet::new));
            for (PreviousKey key : previous) {
                // A kid names one key (RFC 7517 §4.5): where key-id stayed when the key changed, it names the new one.
                keys.add(taken.add(key.jwk().keyId()) ? key.jwk() : key.jwk().byThumbprint());
            }
            return keys.stream().map(PublicJwk::json).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        }
    }

    private record PreviousKey(String client, PublicJwk jwk, Instant until) {}

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
