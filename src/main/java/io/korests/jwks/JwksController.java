package io.korests.jwks;

import io.korests.StsProperties;
import io.korests.client.ClientRegistry;
import io.korests.problem.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Serves the public keys. Media types are not negotiated: verifiers ask for application/json or for anything. */
@RestController
@ConditionalOnBooleanProperty(name = "sts.jwks.enabled", matchIfMissing = true)
class JwksController {
    /** RFC 7517 §8.5.2. */
    private static final MediaType JWK_SET = MediaType.parseMediaType("application/jwk-set+json");

    /** Plain text, which browsers show: people copy it from there. */
    private static final MediaType PEM = MediaType.parseMediaType("text/plain;charset=UTF-8");

    /** Short, because a new key signs from the next refresh on. */
    private static final CacheControl CACHED =
            CacheControl.maxAge(Duration.ofSeconds(60)).cachePublic();

    private final ClientRegistry clients;
    private final PublishedKeys keys;

    JwksController(ClientRegistry clients, StsProperties properties, InstantSource clock) {
        this.clients = clients;
        this.keys = new PublishedKeys(clients.current(), properties.retainPrevious(), clock);
        clients.onReplace(keys::replace);
    }

    @GetMapping("/.well-known/jwks.json")
    ResponseEntity<byte[]> jwks() {
        return answer(keys.jwks(), JWK_SET);
    }

    @GetMapping("/.well-known/{client}.pem")
    ResponseEntity<byte[]> pem(@PathVariable String client) {
        return clients.current().apps().stream()
                .filter(app -> app.name().equals(client))
                .map(app -> PublicJwk.of(app.signingKey()))
                .filter(Objects::nonNull)
                .findFirst()
                .map(jwk -> answer(PublishedKeys.Document.of(jwk.pem()), PEM))
                .orElseThrow(() -> Refusal.NOT_FOUND.because("No client of this name signs with an RSA key."));
    }

    /** Spring answers 304 where the request names the same validator. */
    private static ResponseEntity<byte[]> answer(PublishedKeys.Document document, MediaType type) {
        return ResponseEntity.ok()
                .cacheControl(CACHED)
                .eTag(document.etag())
                .contentType(type)
                .body(document.body());
    }
}
