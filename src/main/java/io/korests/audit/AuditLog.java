package io.korests.audit;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.korests.StsProperties;
import io.korests.StsProperties.Audit.IdentityForm;
import io.korests.caller.Cause;
import io.korests.problem.Refusal;
import io.korests.token.Attempts;
import io.korests.token.Attempts.TokenAttempt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.beans.factory.DisposableBean;

/**
 * Writes one event for each token and for a sample of the refusals, with the field names of the Elastic Common Schema where it has them. The hash of a token
 * leads from a token that turns up somewhere to its event.
 */
final class AuditLog implements Attempts.Listener, DisposableBean {
    static final KeyValuePair GRANTED = new KeyValuePair("event.outcome", "success");
    private static final Logger log = LoggerFactory.getLogger("io.korests.audit");

    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 16;
    private static final Pattern UNSAFE = Pattern.compile("[\"\\\\\\p{C}\\p{Cn}\\p{Zl}\\p{Zp}]");

    private final IdentityForm form;
    private final @Nullable SecretKey hashKey;
    private final RefusalSample sample = new RefusalSample(RefusalSample.PERIOD, AuditLog::omitted);
    private final LogQueue queue;

    AuditLog(StsProperties.Audit properties, LogQueue queue) {
        this.queue = queue;
        this.form = properties.identity();
        this.hashKey = form == IdentityForm.HASHED
                ? new SecretKeySpec(Objects.requireNonNull(properties.hashKey()).getBytes(StandardCharsets.UTF_8), HMAC)
                : null;
    }

    @Override
    public void requireReady() {
        if (log.isInfoEnabled() && !queue.takesGrants()) {
            throw Refusal.OVERLOADED.because("No token can be recorded in the audit log now: ask again.");
        }
    }

    static boolean isGrant(ILoggingEvent event) {
        return event.getKeyValuePairs() != null && event.getKeyValuePairs().contains(GRANTED);
    }

    private static void omitted(String peer, Refusal refusal, int count) {
        log.atInfo()
                .addKeyValue("event.outcome", "failure")
                .addKeyValue("client.ip", peer)
                .addKeyValue("sts.refusal", refusal.code())
                .addKeyValue("sts.omitted", count)
                .log("more tokens refused");
    }

    @Override
    public void destroy() {
        sample.end();
    }

    @Override
    public void onAttempt(TokenAttempt attempt) {
        Refusal refusal = attempt.refusal();
        if (!log.isInfoEnabled() || refusal != null && !sample.isLine(attempt.peer(), refusal)) {
            return;
        }
        Cause cause = attempt.cause();
        LoggingEventBuilder event = log.atInfo()
                .addKeyValue(GRANTED.key, refusal == null ? GRANTED.value : "failure")
                .addKeyValue("event.duration", attempt.duration().toNanos())
                .addKeyValue("http.request.id", attempt.requestId())
                .addKeyValue("client.ip", attempt.peer())
                .addKeyValue("sts.proof", attempt.method());
        add(event, "sts.client", attempt.client());
        add(event, "user.id", written(attempt.identity()));
        add(event, "sts.refusal", refusal == null ? null : refusal.code());
        add(event, "sts.cause", cause == null ? null : cause.code());
        add(event, "sts.jti", attempt.tokenId());
        add(event, "sts.token_sha256", hash(attempt.token()));
        event.log(refusal == null ? "token granted" : "token refused");
    }

    private static void add(LoggingEventBuilder event, String name, @Nullable String value) {
        if (value != null) {
            event.addKeyValue(name, quoted(value));
        }
    }

    private static @Nullable String hash(@Nullable String token) {
        if (token == null) {
            return null;
        }
        try {
            byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("This Java runtime has no SHA-256", exception);
        }
    }

    /** @return the identity in the form that the operator chose; null if there is none, or it is to be left out */
    @Nullable
    String written(@Nullable String identity) {
        if (identity == null) {
            return null;
        }
        return switch (form) {
            case PLAIN -> identity;
            case HASHED -> hashed(identity);
            case OMITTED -> null;
        };
    }

    /** The first 128 bits of HMAC-SHA256, in hexadecimal: the same person has the same text, and nobody is named. */
    private String hashed(String identity) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(hashKey);
            byte[] hash = mac.doFinal(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException("This Java runtime has no " + HMAC, exception);
        }
    }

    /**
     * Makes text from outside safe for a log line: it can end neither the line nor its own quotation marks. Escapes quotation
     * marks, backslashes, and every character that is not shown as itself, such as format characters.
     */
    static String quoted(String text) {
        // Nearly always so, and faster than the pattern.
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || c == '"' || c == '\\') {
                return UNSAFE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(escaped(match.group())));
            }
        }
        return text;
    }

    private static String escaped(String character) {
        return character.equals("\"") || character.equals("\\")
                ? "\\" + character
                : String.format("\\u{%x}", character.codePointAt(0));
    }
}
