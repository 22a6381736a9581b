package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.vault.VaultException;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.core.util.KeyValueDelegate;
import org.springframework.vault.support.Versioned;
import org.springframework.vault.support.Versioned.Version;

/** The key-value engine as spring-vault sees it; against the fake, and against a real Vault on demand. */
class VaultSecretsProtocolTests {

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
    void theMountOfASecretIsFoundWithTheQueryThatSpringAppends() {
        VaultTemplate client = VAULT.client(OPERATOR.createToken("reader-" + RUN, HOUR, HOUR));
        KeyValueDelegate secrets = new KeyValueDelegate(client);
        String imported = "secret/" + PATH + "?prefix=sts.clients.travel.";

        assertThat(secrets.isVersioned(imported)).isTrue();
        assertThat(secrets.getSecret(imported).getRequiredData()).containsEntry("client-id", "cs-1");
    }

    @Test
    void theMountIsHiddenFromThoseWhoReachNothingBelowIt() {
        VaultTemplate client = VAULT.client(OPERATOR.createToken("default", HOUR, HOUR));

        assertThatThrownBy(() -> client.read("sys/internal/ui/mounts/secret/" + PATH))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("preflight capability check returned 403");
    }

    @Test
    void aSecretHasVersions() {
        String path = PATH + "/versions";
        OPERATOR.putSecret(path, Map.of("client-id", "cs-1"));
        OPERATOR.putSecret(path, Map.of("client-id", "cs-2"));

        Versioned<Map<String, Object>> first =
                OPERATOR.template().opsForVersionedKeyValue("secret").get(path, Version.from(1));
        assertThat(first.getRequiredData()).containsEntry("client-id", "cs-1");
        assertThat(VaultUnderTest.secret(OPERATOR.template(), path).getRequiredData())
                .containsEntry("client-id", "cs-2");
        assertThat(VaultUnderTest.secret(OPERATOR.template(), path).getVersion())
                .isEqualTo(Version.from(2));
    }

    @Test
    void aDeletedSecretIsA404ThatNamesTheTimeAndComesBack() {
        String path = PATH + "/deleted";
        OPERATOR.putSecret(path, Map.of("client-id", "cs-1"));
        OPERATOR.deleteSecret(path);

        assertThat(OPERATOR.template().read("secret/data/" + path)).isNull();
        Versioned<Map<String, Object>> deleted = VaultUnderTest.secret(OPERATOR.template(), path);
        assertThat(deleted.hasData()).isFalse();
        assertThat(deleted.getRequiredMetadata().isDeleted()).isTrue();

        OPERATOR.template().opsForVersionedKeyValue("secret").undelete(path, Version.from(1));
        assertThat(VaultUnderTest.secret(OPERATOR.template(), path).getRequiredData())
                .containsEntry("client-id", "cs-1");
    }

    @Test
    void aDestroyedSecretIsGoneForGood() {
        String path = PATH + "/destroyed";
        OPERATOR.putSecret(path, Map.of("client-id", "cs-1"));
        OPERATOR.template().opsForVersionedKeyValue("secret").destroy(path, Version.from(1));

        assertThat(OPERATOR.template().read("secret/data/" + path)).isNull();
        assertThat(OPERATOR.template()
                        .read("secret/metadata/" + path)
                        .getRequiredData()
                        .get("versions"))
                .asString()
                .contains("destroyed=true");
    }

    @Test
    void aSecretThatNeverWasIsA404WithoutAnything() {
        assertThat(OPERATOR.template().read("secret/data/" + PATH + "/never")).isNull();
        assertThat(VaultUnderTest.secret(OPERATOR.template(), PATH + "/never")).isNull();
    }

    @Test
    void aPathBelowNoMountIsA404() {
        assertThat(OPERATOR.template().read("nowhere/" + RUN)).isNull();
    }
}
