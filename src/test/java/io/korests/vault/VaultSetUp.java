package io.korests.vault;

import io.korests.Patience;
import io.korests.TestKeys;
import io.korests.vault.VaultOperator.AppRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A Vault with secrets for the service, and settings of docs/vault.md that lead to it. Nothing is shared with another set-up
 * at the same Vault.
 */
final class VaultSetUp {

    static final String CLIENT_ID = "cs-11111111-2222-3333-4444-555555555555";

    /** Settings by which the service waits for Vault as long as the tests wait for the service. */
    static final Map<String, String> PATIENT = Map.of(
            "spring.cloud.vault.connection-timeout", Long.toString(Patience.TIME.toMillis()),
            "spring.cloud.vault.read-timeout", Long.toString(Patience.TIME.toMillis()));

    private static final Duration HOUR = Duration.ofHours(1);

    private final VaultOperator operator;
    private final String uri;
    private final Map<String, String> properties = new HashMap<>();

    private VaultSetUp(VaultOperator operator, String uri) {
        this.operator = operator;
        this.uri = uri;
    }

    /** The policy and the settings of "AppRole", and no secret yet. */
    static VaultSetUp appRole(TestVault vault) {
        return appRole(vault.operator(), vault.uri());
    }

    /** As the other, for a server of one's own. */
    static VaultSetUp appRole(VaultOperator operator, String uri) {
        VaultSetUp setUp = new VaultSetUp(operator, uri);
        operator.putPolicy("kore-sts", VaultGuide.policy("One client at a path"));
        setUp.login(operator.createAppRole("kore-sts", "kore-sts", HOUR, HOUR));
        return setUp;
    }

    /** Another login than the usual one, of an hour. */
    VaultSetUp login(AppRole role) {
        return with("VAULT_ROLE_ID", role.roleId()).with("VAULT_SECRET_ID", role.secretId());
    }

    VaultSetUp with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    /** Answers may come as late as they will: for all tests but those of what happens when they are late. */
    VaultSetUp patient() {
        properties.putAll(PATIENT);
        return this;
    }

    /** Puts the secret of {@code travel} in place, as one client at a path has it. */
    VaultSetUp secret(String secret) {
        operator.putSecret("kore/travel", Map.of("client-id", CLIENT_ID, "client-secret", secret));
        return this;
    }

    /** Puts a secret nobody knows in place. */
    VaultSetUp anySecret() {
        return secret(TestKeys.randomSecret(33));
    }

    VaultOperator operator() {
        return operator;
    }

    ServiceWithVault start(Path folder) {
        return start(folder, "AppRole");
    }

    /** @param heading where in docs/vault.md the settings stand */
    ServiceWithVault start(Path folder, String heading) {
        return ServiceWithVault.start(folder, settings(heading), properties);
    }

    /** What goes with the settings. */
    Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /** All that {@link #start} starts with. */
    Map<String, String> properties(Path folder, String heading) {
        return ServiceWithVault.properties(folder, settings(heading), properties);
    }

    /** Where Vault is and how to log in, for settings that docs/vault.md does not have. */
    Map<String, String> connection() {
        Map<String, String> all = new HashMap<>(properties);
        all.put("spring.cloud.vault.uri", uri);
        all.put("spring.cloud.vault.authentication", "APPROLE");
        all.put("spring.cloud.vault.app-role.role-id", properties.get("VAULT_ROLE_ID"));
        all.put("spring.cloud.vault.app-role.secret-id", properties.get("VAULT_SECRET_ID"));
        return all;
    }

    /** As they stand there, with the address of this Vault. */
    String settings(String heading) {
        return VaultGuide.settings(heading).replace(VaultGuide.VAULT_ADDRESS, uri);
    }
}
