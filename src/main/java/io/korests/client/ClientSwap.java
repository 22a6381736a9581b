package io.korests.client;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a valid set of clients in place of the one before, and keeps account of it. */
final class ClientSwap {

    private static final Logger log = LoggerFactory.getLogger(ClientSwap.class);

    private final ClientBinder binder;
    private final ClientApps clients;
    private final CredentialsState state;
    private final Counter successes;
    private final Counter failures;

    ClientSwap(ClientBinder binder, ClientApps clients, CredentialsState state, MeterRegistry metrics) {
        this.binder = binder;
        this.clients = clients;
        this.state = state;
        this.successes = counter(metrics, "success");
        this.failures = counter(metrics, "failure");
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("sts.credentials.refresh")
                .description("Readings of the credentials from where they come")
                .tag("outcome", outcome)
                .register(metrics);
    }

    /** @throws io.korests.config.WrongConfigurationException if the set is not valid; nothing is changed then */
    RefreshOutcome toCurrentEnvironment() {
        ClientSet before = clients.current();
        ClientSet after = binder.clients();
        List<String> changed = changed(before, after);
        if (!changed.isEmpty() || after.hasOtherDefaultThan(before)) {
            clients.replace(after);
            log.info("Credentials changed: {}", after.describe(changed));
        }
        successes.increment();
        if (state.read()) {
            log.info("Credentials can be read again");
        }
        return new RefreshOutcome(changed, null);
    }

    /** Leaves the last good set in place. Says so once for each trouble, not once for each try. */
    RefreshOutcome refused(String trouble) {
        failures.increment();
        if (state.failed(trouble)) {
            log.warn("Credentials cannot be refreshed, the last good ones go on serving: {}", trouble);
        }
        return new RefreshOutcome(List.of(), trouble);
    }

    /** Clients that did not change are the same objects in both sets. */
    private static List<String> changed(ClientSet before, ClientSet after) {
        Stream<ClientApp> gone = before.apps().stream().filter(app -> !after.contains(app));
        Stream<ClientApp> come = after.apps().stream().filter(app -> !before.contains(app));
        return Stream.concat(gone, come)
                .map(ClientApp::name)
                .distinct()
                .sorted()
                .toList();
    }
}
