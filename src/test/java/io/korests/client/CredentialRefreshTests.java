package io.korests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.LogLines;
import io.korests.TestClientApps;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration.RefreshProperties;
import org.springframework.cloud.context.refresh.ConfigDataContextRefresher;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class CredentialRefreshTests {
    private static final String UNREADABLE = "The configuration cannot be read: check the files and imports it names";

    private final Map<String, Object> properties = new HashMap<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Runnable sources = () -> {};
    private ClientRegistry registry;
    private CredentialRefresh refresh;

    @BeforeEach
    void serveTwo() {
        client("travel");
        client("bank");
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        CredentialReader reader = OpenedClients.reader(environment, System::nanoTime);
        registry = new ClientRegistry(reader.readAgain(ClientSet.NONE, Map.of(), Set.of()));
        ServedCredentials served = new ServedCredentials(registry, System::nanoTime, metrics);
        refresh = new CredentialRefresh(sources(), null, null, reader, served);
    }

    @Test
    void answersWithTheClientsThatChanged() {
        sources = () -> client("shop");

        assertThat(refresh.refreshNow().getStatus()).isEqualTo(200);
        assertThat(registry.find("cs-shop")).isNotNull();
        assertThat(refresh.refreshNow().getBody().changed()).isEmpty();
        assertThat(readings("success")).isEqualTo(2);
        assertThat(readings("failure")).isZero();
    }

    @Test
    void refusesWhileAnotherOneIsUnderWay() {
        AtomicInteger status = new AtomicInteger();
        sources = () -> {
            Thread another = new Thread(() -> status.set(refresh.refreshNow().getStatus()));
            another.start();
            try {
                another.join();
            } catch (InterruptedException exception) {
                throw new IllegalStateException(exception);
            }
        };

        assertThat(refresh.refreshNow().getStatus()).isEqualTo(200);
        assertThat(status).hasValue(429);
        assertThat(readings("success")).isOne();
    }

    @Test
    void answersWithTheTroubleOfOneAndTheChangeOfAnother() {
        sources = () -> {
            client("shop");
            properties.put("sts.clients.bank.client-secret", " spaced ");
        };

        assertThat(refresh.refreshNow().getStatus()).isEqualTo(503);
        assertThat(refresh.refresh().trouble())
                .isEqualTo("sts.clients.bank.client-secret begins or ends with white space: write it exactly as it"
                        + " was issued");
        assertThat(registry.find("cs-shop")).isNotNull();
        assertThat(registry.find("cs-bank")).isNotNull();
        assertThat(readings("success")).isZero();
        assertThat(readings("failure")).isEqualTo(2);
    }

    @Test
    void sourcesThatCannotBeReadAreTroubleOfAllClientsAndShowNoText() {
        ClientSet before = registry.current();
        sources = () -> {
            throw new IllegalStateException("line 3: client-secret: hunter2");
        };
        try (LogLines log = LogLines.of("io.korests.client")) {
            CredentialRefresh.Outcome outcome = refresh.refresh();

            assertThat(outcome).isEqualTo(new CredentialRefresh.Outcome(java.util.List.of(), UNREADABLE));
            assertThat(log.all())
                    .containsExactly("WARN ServedCredentials: Credentials of bank, travel cannot be refreshed,"
                            + " the last good ones go on serving: " + UNREADABLE);
        }
        assertThat(registry.current().changedSince(before)).isEmpty();
        assertThat(registry.current().failures()).containsOnlyKeys("", "bank", "travel");
    }

    @Test
    void theClientsDoNotVanishTogether() {
        ClientSet before = registry.current();
        sources = properties::clear;

        assertThat(refresh.refresh().trouble())
                .isEqualTo("sts.clients is empty: the sources of the clients have vanished");

        assertThat(registry.current().changedSince(before)).isEmpty();
    }

    @Test
    void aDefaultClientThatNothingResolvesAnyMoreStaysTheDefault() {
        properties.put("sts.default-client", "${which}");
        properties.put("which", "bank");
        refresh.refresh();
        sources = () -> {
            properties.remove("which");
            client("shop");
        };

        assertThat(refresh.refresh().changed()).containsExactly("shop");
        assertThat(registry.find(null)).isNotNull().isSameAs(registry.find("cs-bank"));
        assertThat(registry.current().failures()).containsOnlyKeys("");
    }

    @Test
    void readsAgainAfterAFailure() {
        sources = () -> {
            throw new IllegalStateException();
        };
        refresh.refresh();
        sources = () -> client("shop");

        assertThat(refresh.refresh().changed()).containsExactly("shop");
        assertThat(registry.current().failures()).isEmpty();
    }

    private double readings(String outcome) {
        return metrics.get("sts.credentials.refresh")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private void client(String name) {
        Map<String, String> client = new HashMap<>();
        TestClientApps.hs(client, name, "HS256");
        properties.putAll(client);
    }

    private ContextRefresher sources() {
        return new ConfigDataContextRefresher(
                new GenericApplicationContext(), new RefreshScope(), new RefreshProperties()) {
            @Override
            public synchronized Set<String> refreshEnvironment() {
                sources.run();
                return Set.of();
            }
        };
    }
}
