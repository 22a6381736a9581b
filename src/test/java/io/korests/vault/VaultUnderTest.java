package io.korests.vault;

import static org.mockito.Mockito.mock;

import io.korests.vault.VaultOperator.AppRole;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.vault.authentication.AppRoleAuthentication;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions.RoleId;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions.SecretId;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.authentication.KubernetesAuthentication;
import org.springframework.vault.authentication.KubernetesAuthenticationOptions;
import org.springframework.vault.authentication.LifecycleAwareSessionManager;
import org.springframework.vault.authentication.SimpleSessionManager;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.VaultClients;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.support.Versioned;
import org.springframework.web.client.RestTemplate;

/**
 * The Vault that protocol tests talk to, and spring-vault's clients for it: the one in dev mode that {@code -Dvault.address} and
 * {@code -Dvault.token} name, else an OpenBao if it is installed, else the fake. With {@code -Dvault.required=true} the fake is
 * not enough.
 */
final class VaultUnderTest implements AutoCloseable {

    private final ClientHttpRequestFactory connections = VaultOperator.connections(Duration.ofSeconds(10), null);
    private final String uri;
    private final String rootToken;
    private final @Nullable FakeVault fake;

    private VaultUnderTest(String uri, String rootToken, @Nullable FakeVault fake) {
        this.uri = uri;
        this.rootToken = rootToken;
        this.fake = fake;
    }

    static VaultUnderTest start() {
        String address = System.getProperty("vault.address", "");
        if (!address.isEmpty()) {
            return new VaultUnderTest(address, System.getProperty("vault.token", "root"), null);
        }
        return Installed.SERVER
                .map(server -> new VaultUnderTest(server.uri(), server.rootToken(), null))
                .orElseGet(VaultUnderTest::fake);
    }

    private static VaultUnderTest fake() {
        if (Boolean.getBoolean("vault.required")) {
            throw new IllegalStateException("There is no OpenBao: bash src/test/vault/install-openbao.sh");
        }
        System.err.println(
                "These tests did not run against a real Vault but against the fake: there is no OpenBao here,"
                        + " which src/test/vault/install-openbao.sh installs");
        return of(FakeVault.start());
    }

    static VaultUnderTest of(FakeVault fake) {
        return new VaultUnderTest(fake.uri(), fake.rootToken(), fake);
    }

    /** What {@code VAULT_ADDR} is set to. */
    String uri() {
        return uri;
    }

    VaultOperator operator() {
        return VaultOperator.at(uri, rootToken, null);
    }

    VaultTemplate client(String token) {
        return client(new TokenAuthentication(token));
    }

    VaultTemplate client(ClientAuthentication authentication) {
        return new VaultTemplate(VaultEndpoint.from(uri), connections, new SimpleSessionManager(authentication));
    }

    /** A session that renews only when told to: nothing it schedules is ever run. */
    LifecycleAwareSessionManager session(ClientAuthentication authentication) {
        return new LifecycleAwareSessionManager(authentication, mock(TaskScheduler.class), rest());
    }

    ClientAuthentication appRole(AppRole role) {
        return new AppRoleAuthentication(
                AppRoleAuthenticationOptions.builder()
                        .roleId(RoleId.provided(role.roleId()))
                        .secretId(SecretId.provided(role.secretId()))
                        .build(),
                rest());
    }

    ClientAuthentication kubernetes(String role, String token) {
        return new KubernetesAuthentication(
                KubernetesAuthenticationOptions.builder()
                        .role(role)
                        .jwtSupplier(() -> token)
                        .build(),
                rest());
    }

    private RestTemplate rest() {
        return VaultClients.createRestTemplate(VaultEndpoint.from(uri), connections);
    }

    /** The current version of {@code secret/PATH}. */
    static @Nullable Versioned<Map<String, Object>> secret(VaultTemplate client, String path) {
        return client.opsForVersionedKeyValue("secret").get(path);
    }

    boolean isFake() {
        return fake != null;
    }

    @Override
    public void close() {
        if (fake != null) {
            fake.close();
        }
    }

    /** One for all tests of this JVM. */
    private static final class Installed {

        static final Optional<OpenBaoServer> SERVER = OpenBaoServer.start();
    }
}
