package io.korests.playground;

import io.korests.CallerProperties;
import io.korests.StsProperties;
import io.korests.client.ClientRegistry;
import java.net.URI;
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
import org.springframework.web.bind.annotation.RestController;

/** Serves the page for developers, and the facts that it shows. */
@RestController
@ConditionalOnBooleanProperty("sts.playground.enabled")
class PlaygroundController {

    private static final Logger log = LoggerFactory.getLogger(PlaygroundController.class);

    private final ClientRegistry clients;
    private final CallerProperties.@Nullable Mode mode;

    PlaygroundController(ClientRegistry clients, StsProperties properties) {
        log.warn(
                "sts.playground.enabled is true: /playground/ shows whoever can reach this service which clients it has;"
                        + " it is for developers, leave it off in production");
        this.clients = clients;
        this.mode = properties.caller().mode();
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
}
