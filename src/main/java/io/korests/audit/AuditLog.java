package io.korests.audit;

import io.korests.problem.Refusal;
import io.korests.token.TokenAttempt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one event for each attempt, with field names of the Elastic Common Schema where it has them. A token is named by its
 * hash, by which a token that turns up somewhere can be traced to its event.
 */
final class AuditLog implements TokenAttempt.Listener {

    private static final Logger log = LoggerFactory.getLogger("io.korests.audit");

    private final AuditedIdentity identities;
    private final MessageDigest sha256 = sha256();

    AuditLog(AuditedIdentity identities) {
        this.identities = identities;
    }

    @Override
    public void onAttempt(TokenAttempt attempt) {
        if (!log.isInfoEnabled()) {
            return;
        }
        Refusal refusal = attempt.refusal();
        LoggingEventBuilder event = log.atInfo()
                .addKeyValue("event.outcome", refusal == null ? "success" : "failure")
                .addKeyValue("event.duration", attempt.duration().toNanos())
                .addKeyValue("http.request.id", attempt.requestId())
                .addKeyValue("client.ip", attempt.peer())
                .addKeyValue("sts.proof", attempt.method());
        add(event, "sts.client", attempt.client());
        add(event, "user.id", identities.of(attempt.identity()));
        add(event, "sts.refusal", refusal == null ? null : refusal.code());
        add(event, "sts.jti", attempt.tokenId());
        add(event, "sts.token_sha256", hash(attempt.token()));
        event.log(refusal == null ? "token granted" : "token refused");
    }

    private static void add(LoggingEventBuilder event, String name, @Nullable String value) {
        if (value != null) {
            event.addKeyValue(name, LogText.quoted(value));
        }
    }

    private @Nullable String hash(@Nullable String token) {
        if (token == null) {
            return null;
        }
        byte[] hash = copy().digest(token.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(hash);
    }

    /** What many threads may make at a time, and is had sooner than a new one from Java's list of providers. */
    private MessageDigest copy() {
        try {
            return (MessageDigest) sha256.clone();
        } catch (CloneNotSupportedException exception) {
            // The JDK's can be copied; not every provider's.
            return sha256();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("This Java runtime has no SHA-256", exception);
        }
    }
}
