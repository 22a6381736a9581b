package io.korests.client;

import io.korests.config.UnknownProperties;
import io.korests.config.WrongConfigurationException;
import io.korests.vault.VaultSecrets;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.context.refresh.ContextRefresher;

/**
 * Rotation: reads the configuration again from where it came, and swaps the clients that changed. A client that cannot be read
 * keeps its last good key; the others move on.
 */
public final class CredentialRefresh {

    private static final Logger log = LoggerFactory.getLogger(CredentialRefresh.class);

    private final ContextRefresher sources;
    private final @Nullable VaultSecrets vault;
    private final CredentialReader reader;
    private final ServedCredentials served;
    private final CredentialMetrics metrics;

    /** @param vault null where nothing is imported from Vault */
    CredentialRefresh(
            ContextRefresher sources,
            @Nullable VaultSecrets vault,
            CredentialReader reader,
            ServedCredentials served,
            CredentialMetrics metrics) {
        this.sources = sources;
        this.vault = vault;
        this.reader = reader;
        this.served = served;
        this.metrics = metrics;
    }

    /** Reads and swaps, one caller at a time. It throws nothing: failures are in the outcome, the health and the log. */
    public synchronized RefreshOutcome refresh() {
        RefreshOutcome outcome = served.replace(read(served.credentials()), reader.defaultClient());
        metrics.refreshed(outcome);
        return outcome;
    }

    private Credentials read(Credentials before) {
        try {
            sources.refreshEnvironment();
            return bind(before);
        } catch (WrongConfigurationException wrong) {
            return allFailed(before, wrong.getMessage());
        } catch (RuntimeException failure) {
            log.debug("Refresh failed: {}", types(failure));
            return allFailed(before, "The configuration cannot be read: check the files and imports it names");
        }
    }

    private Credentials bind(Credentials before) {
        Set<String> revoked = vault == null ? Set.of() : vault.revoked();
        Credentials next = reader.readAgain(before, vault == null ? Map.of() : vault.failures(), revoked);
        if (next.states().isEmpty() && revoked.isEmpty()) {
            throw new WrongConfigurationException("sts.clients is empty: the sources of the clients have vanished");
        }
        return next;
    }

    private static Credentials allFailed(Credentials before, String cause) {
        Map<String, String> failures = new TreeMap<>();
        failures.put(UnknownProperties.NO_CLIENT, cause);
        before.states().keySet().forEach(name -> failures.put(name, cause));
        return Credentials.of(before.states(), failures, before);
    }

    /** Without the messages: they quote what Vault answered, or the lines of a file. */
    private static String types(Throwable failure) {
        StringJoiner types = new StringJoiner(", caused by ");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            types.add(cause.getClass().getName());
        }
        return types.toString();
    }
}
