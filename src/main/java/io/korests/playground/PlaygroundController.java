package io.korests.playground;

import io.korests.CallerProperties;
import io.korests.RequestClaim;
import io.korests.StsProperties;
import io.korests.client.ClientApp;
import io.korests.client.ClientApp.ClaimPolicy;
import io.korests.client.ClientRegistry;
import io.korests.explain.Explainer;
import io.korests.explain.Explainer.Explanation;
import io.korests.explain.Explainer.Found;
import io.korests.key.EncryptionKey;
import io.korests.token.StsRequestReader;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the page for developers, and the facts that it shows. */
@RestController
@ConditionalOnBooleanProperty("sts.playground.enabled")
class PlaygroundController {
    private static final Logger log = LoggerFactory.getLogger(PlaygroundController.class);

    private final ClientRegistry clients;
    private final CallerProperties.Mode mode;
    private final Explainer explainer;
    private final StsRequestReader reader;

    PlaygroundController(
            ClientRegistry clients, StsProperties properties, Explainer explainer, StsRequestReader reader) {
        log.warn(
                "sts.playground.enabled is true: /playground/ shows whoever can reach this service which clients it has;"
                        + " it is for developers, leave it off in production");
        this.clients = clients;
        this.mode = Objects.requireNonNull(properties.caller().mode());
        this.explainer = explainer;
        this.reader = reader;
    }

    /** Relative: a gateway may serve the page under a longer path than this service sees. */
    @GetMapping("/playground")
    ResponseEntity<Void> redirect() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("playground/"))
                .build();
    }

    @GetMapping("/playground/")
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body(new ClassPathResource("playground/index.html"));
    }

    @GetMapping("/playground/clients.json")
    ResponseEntity<PublicFacts> facts() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(PublicFacts.about(mode, clients));
    }

    /** For any token, in a body of its own type (RFC 7519 §10.3.1): no form of another site can send that. */
    @PostMapping(path = "/playground/explain", consumes = "application/jwt")
    ResponseEntity<Explained> explain(HttpServletRequest request) {
        Explanation explanation = explainer.explain(reader.body(request), clients.current(), null);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Explained(explanation.client(), explanation.accepted(), explanation.findings()));
    }

    /** What the page cannot find out by itself: of the token it has all else. */
    record Explained(@Nullable String client, boolean accepted, List<Found> findings) {}

    /**
     * What the page shows: nothing that a caller could not find out by asking for tokens.
     *
     * @param callerMode open, gateway or oidc
     * @param defaultClient the client id of requests that name none, or null
     */
    record PublicFacts(String callerMode, @Nullable String defaultClient, List<Client> clients) {
        static PublicFacts about(CallerProperties.Mode mode, ClientRegistry apps) {
            ClientApp standard = apps.find(null);
            return new PublicFacts(
                    mode.name().toLowerCase(Locale.ROOT),
                    standard == null ? null : standard.clientId(),
                    apps.current().apps().stream().map(Client::of).toList());
        }

        /**
         * A client.
         *
         * @param audiences the default one, then those that a request may choose
         * @param lifetime of a token, in seconds
         * @param oneUse whether tokens have an id, which makes them good for one use
         * @param allowedClaims those that a request may set
         * @param fixedClaims the names, not the values, of those that the configuration sets
         */
        record Client(
                String name,
                String clientId,
                String algorithm,
                List<String> audiences,
                long lifetime,
                boolean oneUse,
                boolean anonymous,
                List<String> allowedClaims,
                List<String> fixedClaims,
                @Nullable Encryption encryption) {

            private static Client of(ClientApp app) {
                ClaimPolicy policy = app.policy();
                return new Client(
                        app.name(),
                        app.clientId(),
                        app.signingKey().algorithm().toString(),
                        audiences(policy),
                        policy.lifetime().toSeconds(),
                        policy.jti(),
                        policy.anonymous(),
                        names(policy.allowed()),
                        names(policy.fixed().keySet()),
                        Encryption.of(app.encryption()));
            }

            private static List<String> audiences(ClaimPolicy policy) {
                return Stream.concat(Stream.of(policy.audience()), policy.allowedAudiences().stream())
                        .distinct()
                        .toList();
            }

            private static List<String> names(Collection<RequestClaim> claims) {
                return claims.stream().sorted().map(RequestClaim::claimName).toList();
            }
        }

        /** How tokens are encrypted, as their header says. */
        record Encryption(String algorithm, String method) {
            private static @Nullable Encryption of(@Nullable EncryptionKey key) {
                return key == null
                        ? null
                        : new Encryption(
                                key.algorithm().toString(), key.method().toString());
            }
        }
    }
}
