package io.korests.jwks;

import io.korests.client.ClientApp;
import io.korests.client.ClientSet;
import io.korests.key.PublicJwk;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is published between two changes, rendered once. Immutable. */
final class KeySetSnapshot {

    /** So many replaced keys of one client are listed at most: a client whose key changes at every refresh fills no memory. */
    static final int MOST_PREVIOUS = 10;

    private final Map<String, PublicJwk> current;
    private final List<PreviousKey> previous;
    private final Instant end;
    private final Document jwks;
    private final Map<String, Document> pems;

    /** @param previous the newest first */
    private KeySetSnapshot(Map<String, PublicJwk> current, List<PreviousKey> previous) {
        this.current = current;
        this.previous = List.copyOf(previous);
        this.end = previous.stream()
                .map(PreviousKey::until)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        this.jwks = new Document(json(current, previous));
        this.pems = current.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        entry -> new Document(entry.getValue().pem())));
    }

    static KeySetSnapshot of(ClientSet clients) {
        return new KeySetSnapshot(keys(clients), List.of());
    }

    /** The snapshot that follows when these clients take over, with the keys they replace listed until the given time. */
    KeySetSnapshot next(ClientSet clients, Instant now, Instant until) {
        Map<String, PublicJwk> next = keys(clients);
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
        return new KeySetSnapshot(next, kept);
    }

    /** This snapshot without the keys that have been listed for long enough. */
    KeySetSnapshot at(Instant now) {
        return new KeySetSnapshot(
                current,
                previous.stream().filter(key -> key.until().isAfter(now)).toList());
    }

    boolean isCurrentAt(Instant now) {
        return now.isBefore(end);
    }

    Document jwks() {
        return jwks;
    }

    @Nullable
    Document pem(String client) {
        return pems.get(client);
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

    /** Several clients may have one key; it is listed once. */
    private static String json(Map<String, PublicJwk> current, List<PreviousKey> previous) {
        Set<PublicJwk> keys = new LinkedHashSet<>(current.values());
        Set<String> taken = keys.stream().map(PublicJwk::keyId).collect(Collectors.toCollection(HashSet::new));
        for (PreviousKey key : previous) {
            // A kid names one key (RFC 7517 §4.5): where key-id stayed when the key changed, it names the new one.
            keys.add(taken.add(key.jwk().keyId()) ? key.jwk() : key.jwk().byThumbprint());
        }
        return keys.stream().map(PublicJwk::json).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private record PreviousKey(String client, PublicJwk jwk, Instant until) {}

    /** A document with the validator by which caches ask whether it changed (RFC 9110 §8.8.3). Immutable. */
    static final class Document {

        private static final int ETAG_BYTES = 16;

        private final byte[] body;
        private final String etag;

        Document(String text) {
            this.body = text.getBytes(StandardCharsets.UTF_8);
            this.etag = '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest(body)) + '"';
        }

        /** Its bytes, not to be changed by the caller. */
        byte[] body() {
            return body;
        }

        /** Made from the bytes alone, so that all replicas say the same; with its quotes. */
        String etag() {
            return etag;
        }

        private static byte[] digest(byte[] bytes) {
            try {
                return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), ETAG_BYTES);
            } catch (NoSuchAlgorithmException exception) {
                throw new IllegalStateException("This Java runtime has no SHA-256", exception);
            }
        }
    }
}
