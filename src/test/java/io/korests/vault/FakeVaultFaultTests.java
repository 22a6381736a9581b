package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.korests.Patience;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.vault.authentication.SimpleSessionManager;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.support.VaultHealth;
import org.springframework.vault.support.VaultResponse;

class FakeVaultFaultTests {

    private static final String PATH = "secret/data/kore/travel";

    private final FakeVault vault = FakeVault.start();
    private final VaultTemplate client = client(Patience.TIME);
    private final VaultTemplate hasty = client(Duration.ofMillis(300));

    private VaultTemplate client(Duration timeout) {
        return new VaultTemplate(
                VaultEndpoint.from(vault.uri()),
                VaultOperator.connections(timeout, null),
                new SimpleSessionManager(new TokenAuthentication(vault.rootToken())));
    }

    /** Whoever waits for an answer that does not come must give up soon; whoever gets one need not hurry. */
    private VaultTemplate clientFor(VaultFault fault) {
        return fault.isLate() ? hasty : client;
    }

    @BeforeEach
    void putSecret() {
        vault.operator().putSecret("kore/travel", Map.of("client-id", "cs-1"));
        client.read(PATH);
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    @ParameterizedTest
    @CsvSource({
        "DOWN, ResourceAccessException, Connection refused",
        "HANGING, ResourceAccessException, Read timed out",
        "SLOW, ResourceAccessException, Read timed out",
        "SEALED, VaultException, Status 503 Service Unavailable [secret/data/kore/travel]: Vault is sealed",
        "FORBIDDEN, VaultException, Status 403 Forbidden [secret/data/kore/travel]: 1 error occurred:",
        "SERVER_ERROR, VaultException, Status 500 Internal Server Error",
        "UNAVAILABLE, VaultException, Status 503 Service Unavailable [secret/data/kore/travel]: no healthy upstream",
        "TOO_MANY_REQUESTS, VaultException, Status 429",
        "GARBAGE, RestClientException, Error while extracting response",
        "PROXY_ERROR, VaultException, Status 502 Bad Gateway",
        "TRUNCATED, RestClientException, Error while extracting response",
        "CUT_OFF, RestClientException, Error while extracting response",
        "WRONG_SHAPE, RestClientException, Error while extracting response",
    })
    void aFaultIsWhatSpringVaultMakesOfTheRealOne(VaultFault fault, String exception, String message) {
        vault.fail(fault);

        Throwable thrown = catchThrowable(() -> clientFor(fault).read(PATH));

        assertThat(thrown).hasMessageContaining(message);
        assertThat(thrown.getClass().getSimpleName()).isEqualTo(exception);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "EMPTY"})
    void nothingIsWhatSpringVaultReadsFrom(VaultFault fault) {
        vault.fail(fault);

        assertThat(client.read(PATH)).isNull();
    }

    @Test
    void anAnswerWithoutDataHasNone() {
        vault.fail(VaultFault.NO_DATA);

        VaultResponse response = client.read(PATH);

        assertThat(response).isNotNull();
        assertThat(response.hasData()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void afterEveryFaultTheSamePortAnswersAgain(VaultFault fault) {
        vault.fail(fault);
        catchThrowable(() -> clientFor(fault).read(PATH));

        vault.heal();

        assertThat(client.read(PATH).getRequiredData()).containsKey("data");
    }

    @Test
    void aHangingRequestIsAnsweredWhenTheFaultIsHealed() {
        vault.forgetRequests();
        vault.fail(VaultFault.HANGING);
        CompletableFuture<VaultResponse> answer = CompletableFuture.supplyAsync(() -> client.read(PATH));
        await().atMost(Patience.TIME).until(() -> !vault.requests().isEmpty());
        assertThat(answer).isNotDone();

        vault.heal();

        assertThat(answer).succeedsWithin(Patience.TIME);
        assertThat(answer.join().getRequiredData()).containsKey("data");
    }

    @Test
    void aSlowAnswerComesAfterTheDelay() {
        vault.delay(Duration.ofMillis(400));
        vault.fail(VaultFault.SLOW);
        long start = System.nanoTime();

        assertThat(client.read(PATH).getRequiredData()).containsKey("data");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void aFaultMayBeLimitedToAPath() {
        vault.operator().putSecret("kore/bank", Map.of("client-id", "cs-2"));
        vault.fail(PATH, VaultFault.SERVER_ERROR);

        assertThatThrownBy(() -> client.read(PATH)).hasMessageContaining("500");
        assertThat(client.read("secret/data/kore/bank")).isNotNull();
    }

    @Test
    void aSocketIsNotClosedForAPath() {
        assertThatIllegalArgumentException().isThrownBy(() -> vault.fail(PATH, VaultFault.DOWN));
    }

    @Test
    void aSealedVaultTellsThatAndNothingElse() {
        vault.fail(VaultFault.SEALED);

        VaultHealth health = client.opsForSys().health();
        assertThat(health.isInitialized()).isTrue();
        assertThat(health.isSealed()).isTrue();
        assertThat(client.opsForSys().getUnsealStatus().isSealed()).isTrue();
        assertThatThrownBy(() -> client.read("auth/token/lookup-self")).hasMessageContaining("Vault is sealed");
    }

    @Test
    void aStandbySaysSoAndAnswers() {
        vault.standby(true);

        assertThat(client.opsForSys().health().isStandby()).isTrue();
        assertThat(client.read(PATH)).isNotNull();
    }
}
