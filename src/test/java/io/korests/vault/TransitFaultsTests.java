package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.korests.HttpAnswer;
import io.korests.Patience;
import io.korests.Stopwatch;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a client whose key is in Vault does when Vault does not sign, and that nobody else is concerned. */
@NeedsVault
@ExtendWith(OutputCaptureExtension.class)
class TransitFaultsTests {

    private static final String HEADING = "Transit: a key that never leaves Vault";
    private static final String OTHER = "cs-other";
    private static final String SECRET = TestKeys.randomSecret(33);

    @TempDir
    Path folder;

    private static final TestVault VAULT = TestVault.start();

    private static ServiceWithVault current;

    private final Map<String, String> properties = new HashMap<>();

    @BeforeEach
    void setUp() {
        properties.putAll(new VaultGuide(VAULT.operator()).follow(HEADING).variables());
        properties.put("sts.default-client", "travel");
        properties.put("sts.clients.other.client-id", OTHER);
        properties.put("sts.clients.other.algorithm", "HS256");
        properties.put("sts.clients.other.client-secret", SECRET);
    }

    @AfterEach
    void heal() {
        VAULT.heal();
        VAULT.forgetRequests();
    }

    @AfterAll
    static void stop() {
        if (current != null) {
            current.close();
        }
        VAULT.close();
    }

    /** One of its own for each test: the others change the policy and the key that it would share. */
    private ServiceWithVault serving() {
        if (current != null) {
            current.close();
        }
        ServiceWithVault service = start();
        current = service;
        assertServes(service);
        return service;
    }

    @ParameterizedTest
    @EnumSource(
            value = VaultFault.class,
            names = {"DOWN", "HANGING", "SEALED", "SERVER_ERROR", "TOO_MANY_REQUESTS", "GARBAGE", "EMPTY"})
    void isRefusedSoonAndServedAgainByItself(VaultFault fault) {
        ServiceWithVault service = serving();
        VAULT.fail(fault);

        try (Stopwatch stopwatch = Stopwatch.start()) {
            HttpAnswer answer = service.ask(null);

            assertThat(stopwatch.elapsed()).isLessThan(Duration.ofSeconds(3));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:kore-sts:signing-unavailable");
        }
        assertThat(VerifiedToken.verify(service.ask(OTHER).jwt(), "HS256", SECRET))
                .isNotNull();
        assertThat(service.isReady()).isTrue();

        VAULT.heal();
        assertServes(service);
    }

    @Test
    void isRefusedSoonHoweverLongVaultMayTake() {
        properties.put("spring.cloud.vault.read-timeout", "60000");
        try (ServiceWithVault service = start()) {
            assertServes(service);
            VAULT.fail(VaultFault.HANGING);
            assertThat(timeOfRefusal(service)).isLessThan(Duration.ofSeconds(15));
            VAULT.heal();
        }
    }

    private static Duration timeOfRefusal(ServiceWithVault service) {
        long start = System.nanoTime();
        assertThat(service.ask(null).status()).isEqualTo(503);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void theRefreshKeepsTheKeyWhileVaultIsAway() {
        ServiceWithVault service = serving();
        VAULT.fail(VaultFault.DOWN);
        assertThat(service.refresh().json().get("trouble").stringValue())
                .isEqualTo("sts.clients.travel.transit cannot be used: " + VaultTroubles.UNREACHABLE
                        + "; its policy needs read on transit/keys/kore-travel");
        assertThat(service.credentialsStatus()).isEqualTo("STALE");

        VAULT.heal();
        assertThat(service.refresh().status()).isEqualTo(200);
        assertServes(service);
    }

    /** More wait for Vault than may: some of them are refused before Vault can be late, and others are answered as ever. */
    @Test
    void aHangingVaultDelaysNobodyElse() throws Exception {
        properties.put("spring.cloud.vault.connection-timeout", "60000");
        properties.put("spring.cloud.vault.read-timeout", "60000");
        ExecutorService callers = Executors.newFixedThreadPool(100);
        try (ServiceWithVault service = start()) {
            for (int i = 0; i < 200; i++) {
                service.ask(OTHER);
            }
            long quiet = median(service);
            VAULT.fail(VaultFault.HANGING);
            List<Future<Duration>> waiting = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                waiting.add(callers.submit(() -> timeOfRefusal(service)));
            }

            long meanwhile = median(service);
            Duration soonest = Duration.ofSeconds(20);
            for (Future<Duration> refusal : waiting) {
                Duration time = refusal.get(20, TimeUnit.SECONDS);
                soonest = time.compareTo(soonest) < 0 ? time : soonest;
            }
            assertThat(soonest).as("the deadline is 2.5 s").isLessThan(Duration.ofSeconds(2));
            assertThat(meanwhile).isLessThan(Math.max(20 * quiet, 500_000));
            VAULT.heal();
        } finally {
            callers.shutdownNow();
        }
    }

    /** Of 41 requests one after the other, in microseconds. */
    private static long median(ServiceWithVault service) {
        long[] times = new long[41];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            assertThat(service.ask(OTHER).status()).isEqualTo(200);
            times[i] = (System.nanoTime() - start) / 1000;
        }
        java.util.Arrays.sort(times);
        return times[times.length / 2];
    }

    @Test
    void aMissingReadRightStopsTheStart(CapturedOutput output) {
        String policy = VaultGuide.policy(HEADING).replaceFirst("(?s)path \"transit/keys.*?}", "");
        VAULT.operator().putPolicy("kore-sts-transit", policy);

        assertDoesNotStart(
                "sts.clients.travel.transit cannot be used: " + VaultTroubles.ACCESS_REFUSED
                        + "; its policy needs read on transit/keys/kore-travel",
                output);
    }

    @Test
    void aMissingSignRightStopsTheStart(CapturedOutput output) {
        String policy = VaultGuide.policy(HEADING).replaceFirst("(?s)path \"transit/sign.*?}", "");
        VAULT.operator().putPolicy("kore-sts-transit", policy);

        assertDoesNotStart(
                "sts.clients.travel.transit cannot be used: " + VaultTroubles.ACCESS_REFUSED
                        + "; its policy needs update on transit/sign/kore-travel/*",
                output);
    }

    @Test
    void aMissingKeyStopsTheStart(CapturedOutput output) {
        VAULT.operator().putPolicy("kore-sts-transit", "path \"transit/*\" { capabilities = [\"read\"] }");
        properties.put("sts.clients.travel.transit.key", "nothing");

        assertDoesNotStart("sts.clients.travel.transit names a key that does not exist in Vault", output);
    }

    @Test
    void aKeyOfAnotherTypeStopsTheStart(CapturedOutput output) {
        VAULT.operator().createTransitKey("kore-ed", "ed25519");
        VAULT.operator().putPolicy("kore-sts-transit", "path \"transit/*\" { capabilities = [\"read\", \"update\"] }");
        properties.put("sts.clients.travel.transit.key", "kore-ed");

        assertDoesNotStart(
                "sts.clients.travel.transit names a key of type ed25519: RS256 and RS512 need rsa-2048, rsa-3072 or"
                        + " rsa-4096",
                output);
    }

    @Test
    void anHmacAlgorithmStopsTheStart(CapturedOutput output) {
        properties.put("sts.clients.travel.algorithm", "HS256");

        assertDoesNotStart(
                "sts.clients.travel.algorithm HS256 signs with a secret: set client-secret, not transit", output);
    }

    @Test
    void noLoginStopsTheStart(CapturedOutput output) {
        properties.put("spring.cloud.vault.authentication", "TOKEN");

        assertDoesNotStart(VaultTroubles.NO_LOGIN, output);
    }

    @Test
    void aVaultThatIsDownStopsTheStart(CapturedOutput output) {
        VAULT.fail(VaultFault.DOWN);

        assertDoesNotStart("sts.clients.travel.transit cannot be used: " + VaultTroubles.UNREACHABLE, output);
    }

    @Test
    void aVaultThatHangsStopsTheStartInTime(CapturedOutput output) {
        VAULT.fail(VaultFault.HANGING);

        assertDoesNotStart("sts.clients.travel.transit cannot be used: Vault does not answer in time", output);
    }

    @Test
    void aWrongLoginStopsTheStart(CapturedOutput output) {
        properties.put("VAULT_SECRET_ID", "11111111-2222-3333-4444-555555555555");

        assertDoesNotStart("sts.clients.travel.transit cannot be used: " + VaultTroubles.WRONG_LOGIN, output);
    }

    private void assertDoesNotStart(String message, CapturedOutput output) {
        long start = System.nanoTime();
        Throwable failure =
                catchThrowable(() -> TestService.alone(ServiceWithVault.properties(folder, settings(), properties)));
        Duration time = Duration.ofNanos(System.nanoTime() - start);

        assertThat(failure).isNotNull();
        // A service before has left its queue before the output.
        await().atMost(Patience.TIME)
                .untilAsserted(() -> assertThat(output.toString().lines().filter(line -> line.startsWith(message)))
                        .as(output.toString())
                        .hasSize(1));
        assertThat(output.toString()).doesNotContain("\tat ", "Caused by", "hvs.");
        assertThat(time).isLessThan(Duration.ofSeconds(15));
    }

    private void assertServes(ServiceWithVault service) {
        PublicKey key = TransitPublicKey.newest(VAULT.operator(), "kore-travel");
        assertThat(VerifiedToken.verify(service.token(), "RS256", key).subject())
                .isEqualTo("jane@example.com");
    }

    private ServiceWithVault start() {
        return ServiceWithVault.start(folder, settings(), properties);
    }

    private String settings() {
        return VaultGuide.settings(HEADING).replace(VaultGuide.VAULT_ADDRESS, VAULT.uri());
    }
}
