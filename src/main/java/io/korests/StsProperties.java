package io.korests;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The configuration of the service, wherever its values come from: Vault, mounted files, environment variables or
 * {@code application.yaml}. Bound once at the start; clients and the default client are bound again at each refresh.
 *
 * @param defaultClient the name of the client for requests without clientId; may be left out when there is one client
 * @param refreshInterval how often secrets are read again from where they came; 0 turns it off
 * @param retainPrevious how long the JWK set still lists a public key that was replaced
 * @param mergeWindow how long after its end an anonymous token still proves who it was made for
 * @param drain how long requests are served after SIGTERM while readiness is 503; 0 where a preStop hook waits
 * @param development whether the log says that this is a development configuration
 * @param caller who may ask, and how callers are authenticated
 * @param cors pages that may ask
 * @param audit what the audit log says of people
 * @param rateLimit how often one user may ask
 * @param limits how much is accepted of a request, and how many requests
 * @param jwks the published public keys
 * @param playground the page for developers at {@code /playground/}
 * @param platformCheck whether the platform is asked again and again if it takes tokens
 * @param clients the Kore apps by local name
 */
@Validated
@ConfigurationProperties("sts")
public record StsProperties(
        @Nullable String defaultClient,

        @DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) @DurationMin(message = "is negative: 0 turns it off")
        Duration refreshInterval,

        @DefaultValue("24h")
        @DurationUnit(ChronoUnit.SECONDS)
        @DurationMin(message = "is negative: 0 lists no replaced key")
        @DurationMax(
                days = 366,
                message = "is longer than a year: a replaced key is of use for as long as the last token it signed,"
                        + " which is token-lifetime")
        Duration retainPrevious,

        @DefaultValue("24h")
        @DurationUnit(ChronoUnit.SECONDS)
        @DurationMin(message = "is negative: 0 accepts anonymous tokens until they expire")
        Duration mergeWindow,

        @DefaultValue("5s")
        @DurationUnit(ChronoUnit.SECONDS)
        @DurationMin(message = "is negative: 0 closes the ports at once")
        @DurationMax(minutes = 5, message = "is longer than 5m: nothing that stops a service waits for that long")
        Duration drain,

        @DefaultValue("false") boolean development,
        @DefaultValue @Valid @NestedConfigurationProperty CallerProperties caller,
        @DefaultValue @NestedConfigurationProperty CorsProperties cors,
        @DefaultValue @Valid Audit audit,
        @DefaultValue @Valid RateLimit rateLimit,
        @DefaultValue @Valid Limits limits,
        @DefaultValue Jwks jwks,
        @DefaultValue Playground playground,
        @DefaultValue @Valid PlatformCheck platformCheck,
        @DefaultValue Map<String, @Valid ClientProperties> clients) {

    public StsProperties {
        clients = Map.copyOf(clients);
    }

    /**
     * @param identity whether the log shows the identity plain, hashed or not at all
     * @param hashKey for hashed: the key of the hash, at least 16 characters, the same on all replicas
     */
    public record Audit(
            @DefaultValue("plain") IdentityForm identity,
            @Nullable String hashKey) {
        private static final int SHORTEST_KEY = 16;

        public Audit {
            hashKey = ClientProperties.oneLine(hashKey);
            if (identity == IdentityForm.HASHED && (hashKey == null || hashKey.length() < SHORTEST_KEY)) {
                throw new WrongPropertyException("hash-key is not set or has fewer than " + SHORTEST_KEY
                        + " characters, which sts.audit.identity hashed needs: without a key, hashes of e-mail addresses"
                        + " are easily guessed; make one with, for instance, openssl rand -base64 24");
            }
        }

        public enum IdentityForm {
            PLAIN,
            HASHED,
            OMITTED
        }

        /** Redacts the key. */
        @Override
        public String toString() {
            return "Audit[" + identity + ']';
        }
    }

    /**
     * How often one user may ask. Off by default: a web SDK that is refused shows "Connecting…" for good.
     *
     * @param enabled whether there is a limit
     * @param requests how many requests a user may make in a period, at once if need be
     * @param period the time in which that number of requests comes back
     */
    public record RateLimit(
            @DefaultValue("false") boolean enabled,

            @DefaultValue("30")
            @Min(value = 1, message = "is less than 1: set sts.rate-limit.enabled to false for no limit")
            int requests,

            @DefaultValue("1m")
            @DurationUnit(ChronoUnit.SECONDS)
            @DurationMin(seconds = 1, message = "is shorter than 1s")
            Duration period) {}

    /**
     * Limits of connections and headers are Boot's: server.tomcat.* and server.max-http-request-header-size.
     *
     * @param queue how many requests may be in work at a time once their bodies are read; those beyond are refused at once;
     *     by default as many as the heap has room for
     * @param bodySize the largest body that is read; at most 1MB
     * @param bodyTime how long a body may take to arrive, however steadily it trickles
     * @param jsonDepth how deep a JSON body may be nested
     * @param jsonText how many characters a text in a JSON body may have; an anonymousJwt with custom data is the longest
     */
    public record Limits(
            @Min(value = 1, message = "is less than 1: nothing would be answered")
            Integer queue,

            @DefaultValue("16KB") DataSize bodySize,

            @DefaultValue("10s") @DurationMin(nanos = 1, message = "must be more than 0s: no body would arrive")
            Duration bodyTime,

            @DefaultValue("32") @Min(value = 1, message = "is less than 1: no JSON would be read")
            int jsonDepth,

            @DefaultValue("12288") @Min(value = 1, message = "is less than 1: no JSON would be read")
            int jsonText) {
        private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(1);

        public Limits {
            if (bodySize.toBytes() < 1 || bodySize.compareTo(LARGEST_BODY) > 0) {
                throw new WrongPropertyException("body-size must be at least 1B and at most 1MB");
            }
        }
    }

    /** @param enabled whether /.well-known/jwks.json and /.well-known/{client}.pem are served */
    public record Jwks(@DefaultValue("true") boolean enabled) {}

    /** @param enabled whether the page is served; it names the clients to whoever can reach the service */
    public record Playground(@DefaultValue("false") boolean enabled) {}

    /** @param interval how often each client with a platform tries a token there; each time makes an anonymous user at Kore */
    public record PlatformCheck(
            @DurationUnit(ChronoUnit.SECONDS)
            @DurationMin(minutes = 1, message = "is shorter than 1m: leave it out to turn the check off")
            @Nullable
            Duration interval) {}
}
