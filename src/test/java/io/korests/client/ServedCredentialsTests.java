package io.korests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.korests.LogLines;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.config.ConfigurationChecks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What a refresh leaves behind for operators: log, health, ages. */
class ServedCredentialsTests {
    private static final String BROKEN = "sts.clients.bank.client-secret has 5 bytes";
    private static final String NO_DEFAULT = "sts.default-client names no client: set it to one of the names under"
            + " sts.clients, or leave it out when there is one client";

    private final Map<String, Object> properties = new HashMap<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LogLines log = LogLines.of("io.korests.client");
    private CredentialReader reader;
    private ClientRegistry registry;
    private ServedCredentials served;

    @BeforeEach
    void serveTwo() {
        client("travel");
        client("bank");
        properties.put("sts.default-client", "travel");
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        reader = OpenedClients.reader(environment, nanos::get);
        registry = new ClientRegistry(reader.readAgain(ClientSet.NONE, Map.of(), Set.of()));
        served = new ServedCredentials(registry, nanos::get, metrics);
    }

    @AfterEach
    void endTheLog() {
        log.close();
    }

    @Test
    void aBrokenClientGrowsOldAlone() {
        breakBank();
        pass(Duration.ofSeconds(90));
        refresh();
        pass(Duration.ofSeconds(30));

        assertThat(served.age("bank")).isEqualTo(Duration.ofSeconds(120));
        assertThat(served.age("travel")).isEqualTo(Duration.ofSeconds(30));
        assertThat(ages()).isEqualTo(Map.of("bank", 120.0, "travel", 30.0));
        assertThat(served.health().getStatus()).isEqualTo(ServedCredentials.STALE);
        assertThat(served.health().getDetails().get("stale").toString())
                .startsWith("{bank={")
                .contains("age=120s", "cause=" + BROKEN)
                .doesNotContain("travel");
    }

    @Test
    void anAgeStartsAnewWhenTheClientIsRight() {
        breakBank();
        pass(Duration.ofHours(1));
        refresh();
        client("bank");
        refresh();

        assertThat(served.age("bank")).isZero();
        assertThat(served.health().getStatus()).isEqualTo(Status.UP);
        assertThat(served.health().getDetails()).containsOnlyKeys("clients");
        assertThat(served.health().getDetails().get("clients").toString())
                .matches("\\{bank=HS256 client-secret [0-9a-f]{8}, travel=HS256 client-secret [0-9a-f]{8}}");
    }

    @Test
    void aKeyThatWasReplacedServesWhereNothingElseChanged() {
        Object before = registry.find("cs-bank");
        properties.put("sts.clients.bank.client-secret", TestKeys.randomSecret(33));

        refresh();

        assertThat(registry.find("cs-bank")).isNotNull().isNotSameAs(before);
        assertThat(registry.find("cs-travel")).isSameAs(registry.find(null));
    }

    /** The clock's origin is arbitrary, and its value may wrap around; {@link System#nanoTime}. */
    @Test
    void anAgeIsNeverNegativeWhereTheMonotonicClockWrapsAround() {
        assertThat(nanos.get()).isPositive();
        pass(Duration.ofHours(1));
        assertThat(nanos.get()).isNegative();

        assertThat(served.age("bank")).isEqualTo(Duration.ofHours(1));
        assertThat(ages()).containsEntry("bank", 3600.0);
    }

    @Test
    void aClientThatIsGoneHasNoAge() {
        properties.keySet().removeIf(name -> name.startsWith("sts.clients.bank."));
        client("shop");

        assertThat(refresh().changed()).containsExactly("bank", "shop");

        assertThat(ages()).containsOnlyKeys("shop", "travel");
        assertThat(served.age("bank")).isZero();
        assertThat(lines())
                .hasSize(1)
                .first()
                .asString()
                .matches("INFO ServedCredentials: Credentials changed: bank is gone, shop has key [0-9a-f]{8}");
    }

    @Test
    void aFailureIsLoggedOnceAndItsEndToo() {
        breakBank();
        assertThat(refresh().trouble()).startsWith(BROKEN);
        String warning =
                "WARN ServedCredentials: Credentials of bank cannot be refreshed, the last good ones go on serving: ";
        assertThat(lines()).singleElement().asString().startsWith(warning + BROKEN);

        assertThat(refresh().trouble()).startsWith(BROKEN);
        refresh();
        assertThat(lines()).hasSize(1);

        properties.put("sts.clients.bank.algorithm", "none");
        refresh();
        assertThat(lines()).hasSize(2).last().asString().startsWith(warning + "sts.clients.bank.algorithm has no such");

        client("bank");
        assertThat(refresh().trouble()).isNull();
        refresh();
        assertThat(lines()).hasSize(3).last().isEqualTo("INFO ServedCredentials: Credentials can be read again");
    }

    @Test
    void oneCauseOfManyIsLoggedOnceWithTenNamesAtMost() {
        sealVaultFor(10);
        sealVaultFor(15);

        String ten = "WARN ServedCredentials: Credentials of c10, c11, c12, c13, c14, c15, c16, c17, c18, c19";
        String cause = " cannot be refreshed, the last good ones go on serving: Vault is sealed";
        assertThat(lines()).containsExactly(ten + cause, ten + " and 5 more" + cause);
    }

    private void sealVaultFor(int clients) {
        Map<String, String> failures = new HashMap<>();
        failures.put(ConfigurationChecks.NO_CLIENT, "Vault is sealed");
        for (int i = 0; i < clients; i++) {
            failures.put("c" + (10 + i), "Vault is sealed");
        }
        replace(failures);
    }

    @Test
    void aFailureOfNoClientNamesNone() {
        replace(Map.of(ConfigurationChecks.NO_CLIENT, "The file is broken"));

        assertThat(lines())
                .containsExactly(
                        "WARN ServedCredentials: Credentials cannot be refreshed, the last good ones go on serving:"
                                + " The file is broken");
        assertThat(served.health().getDetails())
                .containsOnlyKeys("cause", "clients")
                .containsEntry("cause", "The file is broken");
    }

    @Test
    void anUnknownDefaultClientIsAFailureAndLeavesNoDefault() {
        assertThat(registry.find(null)).isNotNull().isSameAs(registry.find("cs-travel"));

        properties.put("sts.default-client", "hotel");

        assertThat(refresh().trouble()).isEqualTo(NO_DEFAULT);
        assertThat(registry.find(null)).isNull();
        assertThat(registry.find("cs-travel")).isNotNull();
    }

    @Test
    void theDefaultClientMayChangeAlone() {
        properties.put("sts.default-client", "bank");
        assertThat(refresh().changed()).isEmpty();

        assertThat(registry.find(" ")).isNotNull().isSameAs(registry.find("cs-bank"));
        assertThat(lines()).isEmpty();
    }

    @Test
    void aListenerThatFailsLeavesTheCredentialsAsTheyWere() {
        registry.onReplace(next -> {
            throw new IllegalStateException("full");
        });
        ClientSet before = registry.current();
        client("shop");

        assertThatIllegalStateException().isThrownBy(this::refresh).withMessage("full");

        assertThat(registry.current()).isSameAs(before);
        assertThat(registry.find("cs-shop")).isNull();
    }

    private CredentialRefresh.Outcome refresh() {
        return served.replace(reader.readAgain(registry.current(), Map.of(), Set.of()));
    }

    private void replace(Map<String, String> failures) {
        ClientSet before = registry.current();
        served.replace(ClientSet.of(before.states(), failures, "travel", before));
    }

    private void client(String name) {
        Map<String, String> client = new HashMap<>();
        TestClientApps.hs(client, name, "HS256");
        properties.putAll(client);
    }

    private void breakBank() {
        properties.put("sts.clients.bank.client-secret", "short");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<String> lines() {
        return log.all();
    }

    private Map<String, Double> ages() {
        return metrics.find("sts.credentials.age").gauges().stream()
                .collect(Collectors.toMap(gauge -> gauge.getId().getTag("client"), Gauge::value));
    }
}
