package io.korests.vault;

import static io.korests.vault.VaultUnderTest.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.vault.VaultOperator.AppRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.vault.authentication.LifecycleAwareSessionManager;
import org.springframework.vault.authentication.LoginToken;
import org.springframework.vault.client.RestTemplateBuilder;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultTemplate;

/** What only a fake can do; what a real Vault does as well is in the protocol tests. */
class FakeVaultTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final FakeVault vault = FakeVault.start();
    private final VaultUnderTest clients = VaultUnderTest.of(vault);
    private final VaultOperator operator = vault.operator();

    @BeforeEach
    void setUp() {
        operator.putPolicy("reader", "path \"secret/data/kore/*\" { capabilities = [\"read\"] }");
        operator.putSecret("kore/travel", Map.of("client-id", "cs-1"));
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void aTokenEndsWhenItsTimeIsOver() {
        VaultTemplate client = clients.client(operator.createToken("reader", MINUTE, HOUR));
        assertThat(secret(client, "kore/travel")).isNotNull();

        vault.advance(Duration.ofSeconds(61));

        assertThatThrownBy(() -> secret(client, "kore/travel")).hasMessageContaining("403");
    }

    @Test
    void aRenewedTokenLivesOnUntilItsGreatestAge() {
        LifecycleAwareSessionManager session = clients.session(
                clients.appRole(operator.createAppRole("sts", "reader", MINUTE, Duration.ofSeconds(90))));
        String token = session.getSessionToken().getToken();

        vault.advance(Duration.ofSeconds(50));
        assertThat(session.renewToken()).isTrue();
        assertThat(((LoginToken) session.getSessionToken()).getLeaseDuration()).isEqualTo(Duration.ofSeconds(40));
        vault.advance(Duration.ofSeconds(30));

        assertThat(secret(clients.client(token), "kore/travel")).isNotNull();
        vault.advance(Duration.ofSeconds(11));
        assertThatThrownBy(() -> secret(clients.client(token), "kore/travel")).hasMessageContaining("403");
    }

    @Test
    void anEndedTokenIsReplacedByANewLogin() {
        AppRole role = operator.createAppRole("sts", "reader", MINUTE, HOUR);
        LifecycleAwareSessionManager session = clients.session(clients.appRole(role));
        String ended = session.getSessionToken().getToken();
        vault.advance(Duration.ofMinutes(2));

        assertThat(session.renewToken()).isFalse();
        String fresh = session.getSessionToken().getToken();

        assertThat(fresh).isNotEqualTo(ended);
        assertThat(secret(clients.client(fresh), "kore/travel")).isNotNull();
        assertThat(vault.requests("auth/approle/login")).hasSize(2);
    }

    @Test
    void revokedTokensAreRefusedButRootIsNot() {
        VaultTemplate client = clients.client(operator.createToken("reader", HOUR, HOUR));

        vault.revokeTokens();

        assertThatThrownBy(() -> secret(client, "kore/travel")).hasMessageContaining("403");
        assertThat(secret(operator.template(), "kore/travel")).isNotNull();
    }

    @Test
    void everyRequestIsRecordedWithItsTokensAccessor() {
        String token = operator.createToken("reader", HOUR, HOUR);
        String accessor = (String) clients.client(token)
                .read("auth/token/lookup-self")
                .getRequiredData()
                .get("accessor");
        vault.forgetRequests();

        clients.client(token).read("secret/data/kore/travel?prefix=sts.clients.travel.");
        RestTemplateBuilder ofTeam = RestTemplateBuilder.builder()
                .endpoint(VaultEndpoint.from(vault.uri()))
                .defaultHeader("X-Vault-Namespace", "team");
        ofTeam.build().getForObject("sys/seal-status", String.class);

        assertThat(vault.requests())
                .containsExactly(
                        new RecordedRequest(
                                "GET", "secret/data/kore/travel", "prefix=sts.clients.travel.", accessor, ""),
                        new RecordedRequest("GET", "sys/seal-status", "", "", "team"));
        assertThat(vault.requests("auth/")).isEmpty();
    }

    @Test
    void withItsOwnCertificateItIsBelievedByThoseWhoKnowTheCa(@TempDir Path folder) {
        PrivateCa ca = PrivateCa.in(folder);
        try (FakeVault secured = FakeVault.start(ca)) {
            assertThat(secured.uri()).startsWith("https://");
            secured.operator().putSecret("kore/travel", Map.of("client-id", "cs-1"));

            VaultTemplate stranger = new VaultTemplate(
                    VaultEndpoint.from(secured.uri()), VaultOperator.connections(Duration.ofSeconds(10), null));
            assertThatThrownBy(() -> stranger.opsForSys().health())
                    .hasMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void asAProcessItObeysCommands() {
        assertThat(FakeVaultMain.obey(vault, new String[] {"fail", "sealed"})).isEqualTo("ok");
        assertThatThrownBy(() -> secret(operator.template(), "kore/travel")).hasMessageContaining("sealed");
        assertThat(FakeVaultMain.obey(vault, new String[] {"heal"})).isEqualTo("ok");
        assertThat(secret(operator.template(), "kore/travel")).isNotNull();
        assertThat(FakeVaultMain.obey(vault, new String[] {"fail", "nonsense"})).startsWith("failed:");
        assertThat(FakeVaultMain.obey(vault, new String[] {"sing"})).isEqualTo("unknown command sing");
        assertThat(FakeVaultMain.obey(vault, new String[] {"requests"})).contains("secret/data/kore/travel");
        assertThat(vault.requests()).isEmpty();
    }
}
