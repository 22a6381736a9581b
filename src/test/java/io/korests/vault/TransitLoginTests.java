package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.VerifiedToken;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers wait for a signature, and neither they nor Vault are to suffer from a login that has ended. */
class TransitLoginTests {

    private static final String HEADING = "Transit: a key that never leaves Vault";
    private static final String LOGIN = "auth/approle/login";

    @TempDir
    Path folder;

    private final TestVault vault = TestVault.start();
    private ServiceWithVault service;

    @BeforeEach
    void start() {
        VaultGuide guide = new VaultGuide(vault.operator()).follow(HEADING);
        String yaml = VaultGuide.settings(HEADING).replace(VaultGuide.VAULT_ADDRESS, vault.uri());
        service = ServiceWithVault.start(folder, yaml, guide.variables());
        vault.forgetRequests();
    }

    @AfterEach
    void stop() {
        service.close();
        vault.close();
    }

    @Test
    void aRevokedLoginIsReplacedWithoutARefusal() {
        vault.operator().revokeTokens();
        assertServes();

        assertThat(vault.requests(LOGIN)).hasSize(1);
    }

    /** Each refusal brings the user nearer to being locked out. */
    @Test
    void aRefusedLoginIsTriedAgainOnDemandAndNotForEachRequest() {
        vault.fail(VaultFault.FORBIDDEN);
        assertThat(service.ask(null).status()).isEqualTo(503);
        assertThat(service.ask(null).status()).isEqualTo(503);
        assertThat(vault.requests(LOGIN)).hasSize(1);

        vault.heal();
        assertThat(service.ask(null).status()).isEqualTo(503);
        assertThat(service.refresh().status()).isEqualTo(200);
        assertServes();
    }

    private void assertServes() {
        assertThat(VerifiedToken.verify(
                        service.token(), "RS256", TransitPublicKey.newest(vault.operator(), "kore-travel")))
                .isNotNull();
    }
}
