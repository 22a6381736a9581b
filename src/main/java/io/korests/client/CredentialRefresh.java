package io.korests.client;

import io.korests.config.ConfigurationErrors;
import io.korests.config.WrongConfigurationException;
import io.korests.vault.VaultAuthentication;
import io.korests.vault.VaultSecrets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.endpoint.event.RefreshEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.core.NestedExceptionUtils;

/**
 * Rotation: reads the configuration again from where it came, at an interval and on {@code POST /actuator/refresh}, and swaps the
 * clients that changed. A client that cannot be read keeps its last good key.
 */
@Endpoint(id = "refresh")
final class CredentialRefresh implements ApplicationEventPublisherAware {
    private static final Logger log = LoggerFactory.getLogger(CredentialRefresh.class);

    private static final String UNREADABLE = "The configuration cannot be read: check the files and imports it names";

    private final ContextRefresher sources;
    private final @Nullable VaultSecrets vault;
    private final @Nullable VaultAuthentication authentication;
    private final CredentialReader reader;
    private final ServedCredentials served;
    private ApplicationEventPublisher events = event -> {};
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /**
     * @param vault null where nothing is imported from Vault
     * @param authentication null where Vault is not used
     */
    CredentialRefresh(
            ContextRefresher sources,
            @Nullable VaultSecrets vault,
            @Nullable VaultAuthentication authentication,
            CredentialReader reader,
            ServedCredentials served) {
        this.sources = sources;
        this.vault = vault;
        this.reader = reader;
        this.served = served;
        this.authentication = authentication;
    }

    @Override
    public void setApplicationEventPublisher(ApplicationEventPublisher publisher) {
        events = publisher;
    }

    /**
     * Also tries a login again that Vault refused, and has others read what they hold ({@link RefreshEvent}).
     *
     * @return 200 with the names of the changed clients, 503 with the trouble, or 429 while another refresh is under way
     */
    @WriteOperation
    public WebEndpointResponse<Outcome> refreshNow() {
        if (!oneAtATime.tryLock()) {
            return new WebEndpointResponse<>(
                    new Outcome(List.of(), "Another refresh is under way: ask again when it is over"), 429);
        }
        try {
            if (authentication != null) {
                authentication.tryAgain();
            }
            Outcome outcome = refresh();
            events.publishEvent(new RefreshEvent(this, "", "requested by an operator"));
            return new WebEndpointResponse<>(outcome, outcome.trouble() == null ? 200 : 503);
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Reads and swaps, one caller at a time. Failures of the sources are in the outcome, the health and the log. */
    Outcome refresh() {
        oneAtATime.lock();
        try {
            return served.replace(read(served.current()));
        } finally {
            oneAtATime.unlock();
        }
    }

    private ClientSet read(ClientSet before) {
        try {
            sources.refreshEnvironment();
            return bind(before);
        } catch (RuntimeException failure) {
            // Its message may quote what Vault answered, or the lines of a file.
            log.debug(
                    "Refresh failed: {}",
                    NestedExceptionUtils.getMostSpecificCause(failure).getClass());
            return before.failed(Objects.requireNonNullElse(ConfigurationErrors.of(failure), UNREADABLE));
        }
    }

    private ClientSet bind(ClientSet before) {
        Set<String> revoked = vault == null ? Set.of() : vault.revoked();
        ClientSet next = reader.readAgain(before, vault == null ? Map.of() : vault.failures(), revoked);
        if (next.states().isEmpty() && revoked.isEmpty()) {
            throw new WrongConfigurationException("sts.clients is empty: the sources of the clients have vanished");
        }
        return next;
    }

    /**
     * What a refresh did.
     *
     * @param changed the local names of clients that are new, have other settings or keys, or are gone
     * @param trouble why clients or the configuration could not be read, or null
     */
    record Outcome(List<String> changed, @Nullable String trouble) {}
}
