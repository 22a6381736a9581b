package io.korests.vault;

import io.korests.config.WrongConfigurationException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.vault.config.VaultConfigOperations;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.http.HttpMethod;
import org.springframework.vault.VaultException;
import org.springframework.vault.core.VaultOperations;
import org.springframework.web.client.HttpStatusCodeException;

/**
 * The paths that are imported from Vault. Vault's client passes over a path that is not there, and its keys are just gone;
 * here somebody must have deleted it.
 */
public final class VaultPaths {

    private static final Pattern DELETED = Pattern.compile("\"deletion_time\"\\s*:\\s*\"[^\"]");

    private final @Nullable VaultOperations vault;

    /** @param vault null where nothing is imported from Vault */
    VaultPaths(@Nullable VaultOperations vault) {
        this.vault = vault;
    }

    /** @throws WrongConfigurationException naming the path, if an imported path has no secret */
    public void requirePresent(ConfigurableEnvironment environment) {
        missing(environment).stream().findFirst().ifPresent(VaultPaths::refuse);
    }

    /**
     * A secret that was deleted on purpose (KV v2 keeps the time of it) is no fault: its client is gone.
     *
     * @throws WrongConfigurationException naming the path, if an imported path has no secret and none was deleted there
     */
    public void requirePresentOrDeleted(ConfigurableEnvironment environment) {
        missing(environment).stream()
                .filter(path -> !isDeleted(path))
                .findFirst()
                .ifPresent(VaultPaths::refuse);
    }

    private static void refuse(String path) {
        throw new WrongConfigurationException("spring.config.import names " + path
                + " in Vault, where no secret is: check the mount and the path, and that the secret was not deleted");
    }

    private static List<String> missing(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .filter(source -> source.getSource() instanceof VaultConfigOperations)
                .filter(source -> ((EnumerablePropertySource<?>) source).getPropertyNames().length == 0)
                .map(source -> source.getName().replaceFirst("\\?.*", ""))
                .toList();
    }

    /** @param path the mount, one segment, and the path in it, as an import has it */
    private boolean isDeleted(String path) {
        int slash = path.indexOf('/');
        if (vault == null || slash < 0) {
            return false;
        }
        String dataPath = path.substring(0, slash) + "/data" + path.substring(slash);
        try {
            vault.doWithSession(rest -> rest.exchange(dataPath, HttpMethod.GET, null, String.class));
            return false;
        } catch (VaultException exception) {
            return exception.getCause() instanceof HttpStatusCodeException http
                    && http.getStatusCode().value() == 404
                    && DELETED.matcher(http.getResponseBodyAsString()).find();
        }
    }
}
