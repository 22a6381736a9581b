package io.korests.client;

import io.korests.config.WrongConfigurationException;
import io.korests.vault.VaultLogin;
import io.korests.vault.VaultPaths;
import io.korests.vault.VaultTrouble;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Rotation: reads the configuration again from where it came, and swaps the clients if the new set is valid as a whole. If it
 * is not, or cannot be read, the last good set goes on serving.
 */
public final class ClientRefresh {

    private static final Logger log = LoggerFactory.getLogger(ClientRefresh.class);

    private final ContextRefresher sources;
    private final ConfigurableEnvironment environment;
    private final ClientSwap swap;
    private final VaultLogin login;
    private final VaultPaths paths;

    ClientRefresh(
            ContextRefresher sources,
            ConfigurableEnvironment environment,
            ClientSwap swap,
            VaultLogin login,
            VaultPaths paths) {
        this.sources = sources;
        this.environment = environment;
        this.swap = swap;
        this.login = login;
        this.paths = paths;
    }

    /** Reads and swaps, one caller at a time. It throws nothing: what went wrong is in the answer, the health and the log. */
    public synchronized RefreshOutcome refresh() {
        try {
            login.within(sources::refreshEnvironment);
            paths.requirePresentOrDeleted(environment);
            return swap.toCurrentEnvironment();
        } catch (WrongConfigurationException wrong) {
            return swap.refused(String.valueOf(wrong.getMessage()));
        } catch (RuntimeException failure) {
            log.debug("Refresh failed: {}", kinds(failure));
            return swap.refused(
                    VaultTrouble.isIn(failure)
                            ? VaultTrouble.sentence(failure)
                            : "The configuration cannot be read: check the files and imports it names");
        }
    }

    /** Without the messages: they quote what Vault answered, or the lines of a file. */
    private static String kinds(Throwable failure) {
        StringJoiner kinds = new StringJoiner(", caused by ");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            kinds.add(cause.getClass().getName());
        }
        return kinds.toString();
    }
}
