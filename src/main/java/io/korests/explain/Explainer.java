package io.korests.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.korests.client.ClientApp;
import io.korests.client.ClientSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says what keeps Kore from taking a token. Asks nobody and keeps nothing. Safe for use by many threads. */
public final class Explainer {
    /** Servers take 8 KiB of headers, of which the rest of a handshake needs some. */
    private static final int LARGEST = 8 * 1024 - 512;

    private static final int LONGEST_SHOWN = 80;
    /** Characters that a terminal obeys, or that are not shown as themselves. */
    private static final Pattern NOT_PRINTED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private final InstantSource clock;

    public Explainer(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param text the token, also as people copy it: in quotation marks, after {@code Bearer}, in the service's whole answer
     * @param clients whose keys are tried
     * @param expected the client that it is to be of, or null for the one that it names
     */
    public Explanation explain(String text, ClientSet clients, @Nullable ClientApp expected) {
        CompactToken token = CompactToken.of(text, clients);
        if (token == null) {
            return new Explanation(null, null, null, List.of(Finding.NOT_A_TOKEN.with("")));
        }
        ClientApp client = expected != null ? expected : named(token, clients.apps());
        List<Found> findings = new ArrayList<>();
        new KeyChecks(token, client, findings).run(clients.apps());
        if (!token.isEncrypted()) {
            new ClaimChecks(token, client, findings).run(clock.instant());
        }
        if (token.text().length() > LARGEST) {
            findings.add(Finding.TOO_LARGE.with("it has " + token.text().length() + " characters"));
        }
        return new Explanation(
                client == null ? null : client.name(), token.header(), token.claims(), List.copyOf(findings));
    }

    /** By issuer, or by the key that it is encrypted to; the only client is meant in any case. */
    private static @Nullable ClientApp named(CompactToken token, List<ClientApp> apps) {
        return apps.stream()
                .filter(app -> apps.size() == 1 || isOf(token, app))
                .findFirst()
                .orElse(null);
    }

    private static boolean isOf(CompactToken token, ClientApp app) {
        return token.isEncrypted()
                ? app.encryption() != null
                        && token.headerIs("kid", app.encryption().keyId())
                : app.clientId().equals(token.kore("iss").stringValue(null));
    }

    /** A header parameter or a claim with its value, on one line, times with their date. */
    public static String shown(String name, JsonNode value) {
        String line = printable(name, LONGEST_SHOWN) + ": " + shown(value);
        double time = value.isNumber() ? value.doubleValue() : -1;
        if (!ClaimChecks.TIMES.contains(name) || time < 0 || time > 1000.0 * ClaimChecks.LATEST_SECONDS) {
            return line;
        }
        long millis = time > ClaimChecks.LATEST_SECONDS ? (long) time : (long) (1000 * time);
        return line + " (" + Instant.ofEpochMilli(millis) + ')';
    }

    /** A value as JSON, on one line, cut where it is long; {@code missing} if there is none. */
    static String shown(JsonNode value) {
        return value.isMissingNode() ? "missing" : printable(value.toString(), LONGEST_SHOWN);
    }

    /** A text from elsewhere that no terminal and no log takes for something else. */
    static String printable(String text, int longest) {
        String cut = text.length() > longest ? text.substring(0, longest) + '…' : text;
        return NOT_PRINTED
                .matcher(cut)
                .replaceAll(found -> "\\\\u{%x}".formatted(found.group().codePointAt(0)));
    }

    /**
     * What is known of a token. Without the signature, so that nobody can use it.
     *
     * @param client the local name of the client that it was compared with, or null
     * @param header null if the text is no token
     * @param claims null if they cannot be read
     */
    public record Explanation(
            @Nullable String client,
            @Nullable JsonNode header,
            @Nullable JsonNode claims,
            List<Found> findings) {
        /** Whether Kore should take the token. */
        @JsonProperty
        public boolean accepted() {
            return findings.stream().noneMatch(Found::refused);
        }
    }

    /**
     * A finding about one token.
     *
     * @param refused whether Kore should not take the token because of it
     * @param detail what is so in this token, or empty
     */
    public record Found(String id, boolean refused, String sentence, String detail, String fix, String source) {}
}
