package io.korests.vault;

import static io.korests.vault.VaultSetUp.CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.HttpAnswer;
import io.korests.LogLines;
import io.korests.Patience;
import io.korests.TestKeys;
import io.korests.VerifiedToken;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Whatever happens to Vault after the start: the last good credentials go on serving, and health, metrics and log say why they
 * are not fresh, until Vault is well again. {@code VaultFaultsAtStartTests} is the other half of the table.
 */
@NeedsVault
class VaultFaultsLaterTests {

    private static final String SECRET = TestKeys.randomSecret(33);
    private static final String FAILURES = "sts_credentials_refresh_total{outcome=\"failure\"}";
    private static final String AGE = "sts_credentials_age_seconds{client=\"travel\"}";
    private static final TestVault VAULT = TestVault.start();

    @TempDir
    static Path folder;

    /** One that waits for as long as Vault may take, for all faults but those that are noticed by waiting. */
    private static ServiceWithVault patient;

    /** One with the service's own timeouts. */
    private static ServiceWithVault usual;

    @BeforeAll
    static void start() {
        VaultSetUp setUp = VaultSetUp.appRole(VAULT).secret(SECRET);
        usual = setUp.start(folder);
        patient = setUp.patient().start(folder);
    }

    @AfterAll
    static void stop() {
        patient.close();
        usual.close();
        VAULT.close();
    }

    @AfterEach
    void heal() {
        VAULT.heal();
        VAULT.operator().putSecret("kore/travel", Map.of("client-id", CLIENT_ID, "client-secret", SECRET));
        assertThat(patient.refresh().status()).isEqualTo(200);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(VaultFault.DOWN, VaultTroubles.UNREACHABLE),
                Arguments.of(VaultFault.HANGING, VaultTroubles.SLOW),
                Arguments.of(VaultFault.SEALED, VaultTroubles.SEALED),
                Arguments.of(VaultFault.FORBIDDEN, VaultTroubles.LOGIN_REFUSED),
                Arguments.of(VaultFault.NOT_FOUND, VaultTroubles.NO_SECRET),
                Arguments.of(VaultFault.SERVER_ERROR, VaultTroubles.FAILS),
                Arguments.of(VaultFault.UNAVAILABLE, VaultTroubles.SEALED),
                Arguments.of(VaultFault.TOO_MANY_REQUESTS, VaultTroubles.BUSY),
                Arguments.of(VaultFault.GARBAGE, VaultTroubles.NOT_VAULT),
                Arguments.of(VaultFault.PROXY_ERROR, VaultTroubles.PROXY_FAILS),
                Arguments.of(VaultFault.TRUNCATED, VaultTroubles.NOT_VAULT),
                Arguments.of(VaultFault.EMPTY, VaultTroubles.NO_SECRET),
                Arguments.of(VaultFault.CUT_OFF, VaultTroubles.NOT_VAULT),
                Arguments.of(VaultFault.NO_DATA, VaultTroubles.NOT_VAULT),
                Arguments.of(VaultFault.WRONG_SHAPE, VaultTroubles.NOT_VAULT));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theLastGoodCredentialsServe(VaultFault fault, String cause) {
        if (cause.equals(VaultTroubles.NO_SECRET)) {
            VAULT.fail("secret/data/", fault);
        } else {
            VAULT.fail(fault);
        }

        assertStaleUntil(fault.isLate() ? usual : patient, cause, VAULT::heal);
    }

    @ParameterizedTest
    @EnumSource
    void everyFaultIsInTheTable(VaultFault fault) {
        assertThat(faults().map(row -> row.get()[0])).contains(fault);
    }

    /** One refresh waits for Vault, the rest get 429, and probes are answered meanwhile. */
    @Test
    void aStormOfRefreshesHoldsUpNoProbe() {
        VAULT.fail(VaultFault.HANGING);
        List<CompletableFuture<HttpAnswer>> storm = Stream.generate(
                        () -> CompletableFuture.supplyAsync(patient::refresh, task -> new Thread(task).start()))
                .limit(4)
                .toList();

        await().atMost(Patience.TIME)
                .until(() -> storm.stream().filter(CompletableFuture::isDone).count() == 3);

        assertThat(patient.service().management("health/liveness").status()).isEqualTo(200);
        assertThat(patient.isReady()).isTrue();
        assertThat(storm.stream().filter(CompletableFuture::isDone))
                .extracting(answer -> answer.join().status())
                .containsExactly(429, 429, 429);
        VAULT.heal();
        storm.forEach(CompletableFuture::join);
    }

    @Test
    void aMissingRightIsDistinguishedFromARefusedLogin() {
        VAULT.fail("secret/data/", VaultFault.FORBIDDEN);

        assertStaleUntil(patient, VaultTroubles.ACCESS_REFUSED, VAULT::heal);
    }

    @Test
    void halfASecretIsRejected() {
        VAULT.operator().putSecret("kore/travel", Map.of("client-id", CLIENT_ID));

        assertStaleUntil(
                patient,
                "sts.clients.travel: set exactly one of client-secret, private-key, transit; got none",
                () -> VAULT.operator()
                        .putSecret("kore/travel", Map.of("client-id", CLIENT_ID, "client-secret", SECRET)));
    }

    @Test
    void aBrokenPrivateKeyIsRejected() {
        String broken = TestKeys.pem(TestKeys.rsa()).substring(0, 400);
        VAULT.operator()
                .putSecret("kore/travel", Map.of("client-id", CLIENT_ID, "algorithm", "RS256", "private-key", broken));

        assertStaleUntil(
                patient,
                "sts.clients.travel.private-key is not PEM: it must hold a block from -----BEGIN PRIVATE KEY----- to"
                        + " -----END PRIVATE KEY-----, on several lines or on one with \\n",
                () -> VAULT.operator()
                        .putSecret("kore/travel", Map.of("client-id", CLIENT_ID, "client-secret", SECRET)));
    }

    @Test
    void aSecretWithoutAnyFieldIsRejected() {
        VAULT.operator().putSecret("kore/travel", Map.of());

        assertStaleUntil(
                patient,
                VaultTroubles.NO_SECRET,
                () -> VAULT.operator()
                        .putSecret("kore/travel", Map.of("client-id", CLIENT_ID, "client-secret", SECRET)));
    }

    private static void assertStaleUntil(ServiceWithVault service, String cause, Runnable repair) {
        double failuresBefore = service.metric(FAILURES);
        double ageBefore = service.metric(AGE);
        try (LogLines log = LogLines.of("ROOT")) {
            HttpAnswer first = service.refresh();
            HttpAnswer second = service.refresh();

            assertThat(first.status()).as(first.toString()).isEqualTo(503);
            assertThat(first.json().get("trouble").stringValue()).isEqualTo(cause);
            assertThat(second.json().get("trouble").stringValue()).isEqualTo(cause);
            assertServesStale(service, cause);
            assertThat(service.metric(FAILURES)).isGreaterThanOrEqualTo(failuresBefore + 2);
            assertThat(service.metric(AGE)).isGreaterThan(ageBefore);

            repair.run();
            long repaired = System.nanoTime();
            assertThat(service.refresh().status()).isEqualTo(200);
            assertThat(service.credentialsStatus()).isEqualTo("UP");
            assertThat(service.metric(AGE)).isLessThanOrEqualTo((System.nanoTime() - repaired) / 1e9);
            assertThat(log.all())
                    .containsSubsequence(
                            "WARN ServedCredentials: Credentials of travel cannot be refreshed, the last good ones go on"
                                    + " serving: "
                                    + cause,
                            "INFO ServedCredentials: Credentials can be read again");
            assertThat(log.all()).filteredOn(line -> !line.contains("audit")).hasSize(2);
        }
        assertToken(service);
    }

    private static void assertServesStale(ServiceWithVault service, String cause) {
        assertToken(service);
        assertThat(service.isReady()).isTrue();
        assertThat(service.credentialsStatus()).isEqualTo("STALE");
        JsonNode stale = service.credentials().get("details").get("stale").get("travel");
        assertThat(stale.get("cause").stringValue()).isEqualTo(cause);
        assertThat(stale.get("age").stringValue()).matches("\\d+s");
    }

    private static void assertToken(ServiceWithVault service) {
        assertThat(VerifiedToken.verify(service.token(), "HS256", SECRET).subject())
                .isEqualTo("jane@example.com");
    }
}
