package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.vault.VaultOperator.AppRole;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.vault.VaultException;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.authentication.LifecycleAwareSessionManager;
import org.springframework.vault.authentication.LoginToken;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.authentication.VaultLoginException;
import org.springframework.vault.core.VaultTemplate;

/** Tokens, AppRole and Kubernetes as spring-vault sees them; against the fake, and against a real Vault on demand. */
class VaultAuthenticationProtocolTests {

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final String PATH = "kore/" + RUN;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final VaultUnderTest VAULT = VaultUnderTest.start();
    private static final VaultOperator OPERATOR = VAULT.operator();

    @BeforeAll
    static void setUp() {
        OPERATOR.putPolicy("reader-" + RUN, "path \"secret/data/" + PATH + "\" { capabilities = [\"read\"] }");
        OPERATOR.putSecret(PATH, Map.of("client-id", "cs-1"));
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @Test
    void aTokenReadsWhatItsPolicyAllows() {
        VaultTemplate client = VAULT.client(new TokenAuthentication(OPERATOR.createToken("reader-" + RUN, HOUR, HOUR)));

        assertThat(VaultUnderTest.secret(client, PATH).getRequiredData()).containsEntry("client-id", "cs-1");
    }

    @Test
    void aMissingRightIsRefusedWith403() {
        VaultTemplate client = VAULT.client(new TokenAuthentication(OPERATOR.createToken("reader-" + RUN, HOUR, HOUR)));

        assertThatThrownBy(() -> client.read("secret/data/kore/other"))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("permission denied");
    }

    @Test
    void anUnknownTokenIsRefusedWith403() {
        VaultTemplate client = VAULT.client(new TokenAuthentication("hvs.unknown"));

        assertThatThrownBy(() -> client.read("secret/data/" + PATH))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("permission denied");
    }

    @Test
    void anAppRoleLogsIn() {
        AppRole role = OPERATOR.createAppRole("reader-" + RUN, "reader-" + RUN, HOUR, HOUR);

        assertThat(VaultUnderTest.secret(VAULT.client(VAULT.appRole(role)), PATH)
                        .getRequiredData())
                .containsEntry("client-id", "cs-1");
    }

    @Test
    void wrongAppRoleIdsAreRefusedWith400() {
        AppRole role = OPERATOR.createAppRole("reader-" + RUN, "reader-" + RUN, HOUR, HOUR);

        assertThatThrownBy(
                        () -> VAULT.appRole(new AppRole(role.roleId(), "wrong")).login())
                .isInstanceOf(VaultLoginException.class)
                .hasMessageContaining("invalid role or secret ID")
                .hasStackTraceContaining("400 Bad Request");
        assertThatThrownBy(() ->
                        VAULT.appRole(new AppRole("wrong", role.secretId())).login())
                .isInstanceOf(VaultLoginException.class)
                .hasMessageContaining("invalid role or secret ID");
    }

    @Test
    void aServiceAccountLogsInToItsKubernetesRole() {
        try (FakeKubernetesApi cluster = FakeKubernetesApi.start()) {
            OPERATOR.createKubernetesRole("sts-" + RUN, "reader-" + RUN, cluster, "chat/kore-sts");

            String token = cluster.tokenOf("chat", "kore-sts");
            assertThat(VaultUnderTest.secret(VAULT.client(VAULT.kubernetes("sts-" + RUN, token)), PATH)
                            .getRequiredData())
                    .containsEntry("client-id", "cs-1");
        }
    }

    @Test
    void anotherServiceAccountIsRefused() {
        try (FakeKubernetesApi cluster = FakeKubernetesApi.start()) {
            OPERATOR.createKubernetesRole("sts-" + RUN, "reader-" + RUN, cluster, "chat/kore-sts");

            ClientAuthentication other = VAULT.kubernetes("sts-" + RUN, cluster.tokenOf("chat", "other"));
            assertThatThrownBy(other::login)
                    .isInstanceOf(VaultLoginException.class)
                    .hasStackTraceContaining("403 Forbidden");
            assertThatThrownBy(() -> VAULT.kubernetes("unknown", cluster.tokenOf("chat", "kore-sts"))
                            .login())
                    .isInstanceOf(VaultLoginException.class)
                    .hasMessageContaining("invalid role name");
        }
    }

    @Test
    void aTokenIsLookedUpAndRenewed() {
        AppRole role = OPERATOR.createAppRole("short-" + RUN, "reader-" + RUN, Duration.ofMinutes(2), HOUR);
        LifecycleAwareSessionManager session = VAULT.session(VAULT.appRole(role));
        LoginToken token = (LoginToken) session.getSessionToken();

        assertThat(token.isRenewable()).isTrue();
        assertThat(token.getLeaseDuration()).isEqualTo(Duration.ofMinutes(2));
        assertThat(session.renewToken()).isTrue();
        assertThat(session.getSessionToken().getToken()).isEqualTo(token.getToken());
        assertThat(VAULT.client(token.getToken()).read("auth/token/lookup-self").getRequiredData())
                .containsEntry("accessor", token.getAccessor())
                .containsEntry("renewable", true)
                .hasEntrySatisfying("ttl", ttl -> assertThat((int) ttl).isBetween(60, 120));
    }

    @Test
    void aRevokedTokenIsWorthNothing() {
        LifecycleAwareSessionManager session =
                VAULT.session(VAULT.appRole(OPERATOR.createAppRole("reader-" + RUN, "reader-" + RUN, HOUR, HOUR)));
        String token = session.getSessionToken().getToken();
        session.destroy();

        assertThatThrownBy(() -> VAULT.client(token).read("auth/token/lookup-self"))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("403");
    }
}
