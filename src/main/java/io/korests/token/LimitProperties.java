package io.korests.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much is taken on. Limits of connections and headers are Boot's: server.tomcat.* and server.max-http-request-header-size.
 *
 * @param queue how many requests may be in work or wait at a time; those beyond are refused at once
 * @param bodySize the largest body that is read; at most 1MB
 * @param bodyTime how long a body may take to arrive, however steadily it trickles
 * @param jsonDepth how deep a JSON body may be nested
 * @param jsonText how many characters a text in a JSON body may have; the longest sensible one is an anonymousJwt with all the
 *     custom data a client may have
 */
@ConfigurationProperties(prefix = "sts.limits", ignoreUnknownFields = false)
public record LimitProperties(
        @DefaultValue("4096") int queue,
        @DefaultValue("16KB") DataSize bodySize,
        @DefaultValue("10s") Duration bodyTime,
        @DefaultValue("32") int jsonDepth,
        @DefaultValue("12288") int jsonText) {

    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(1);

    public LimitProperties {
        if (queue < 1) {
            throw new IllegalArgumentException("queue is less than 1: nothing would be answered");
        }
        if (bodySize.toBytes() < 1 || bodySize.compareTo(LARGEST_BODY) > 0) {
            throw new IllegalArgumentException("body-size must be at least 1B and at most 1MB");
        }
        if (bodyTime.isNegative() || bodyTime.isZero()) {
            throw new IllegalArgumentException("body-time must be more than 0s: no body would arrive");
        }
        if (jsonDepth < 1) {
            throw new IllegalArgumentException("json-depth is less than 1: no JSON would be read");
        }
        if (jsonText < 1) {
            throw new IllegalArgumentException("json-text is less than 1: no JSON would be read");
        }
    }
}
