package io.korests.vault;

import io.korests.config.WrongConfigurationException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.vault.config.SecretBackendMetadata;
import org.springframework.cloud.vault.config.Secrets;
import org.springframework.cloud.vault.config.VaultConfigTemplate;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.http.HttpMethod;
import org.springframework.vault.VaultException;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.core.util.KeyValueDelegate;
import org.springframework.web.client.HttpStatusCodeException;

/**
 * Reads the paths that {@code spring.config.import} names. At the start a path that cannot be read is an error. Afterwards its
 * last secrets stay in place, and the failure is reported for the clients that they belong to.
 */
public final class VaultSecrets extends VaultConfigTemplate {

    private static final Pattern CLIENT = Pattern.compile("sts\\.clients\\.([^.\\[]+)\\..*");
    private static final Pattern DELETED = Pattern.compile("\"deletion_time\"\\s*:\\s*\"[^\"]");

    private final VaultOperations vault;
    private final KeyValueDelegate keyValue;
    private final VaultLogin login;
    private final Map<String, Path> paths = new ConcurrentHashMap<>();

    VaultSecrets(VaultOperations vault, VaultProperties properties, VaultLogin login) {
        super(vault, properties);
        this.vault = vault;
        this.keyValue = new KeyValueDelegate(vault);
        this.login = login;
    }

    @Override
    public @Nullable Secrets read(SecretBackendMetadata backend) {
        Path last = paths.get(backend.getName());
        if (last == null) {
            Secrets secrets = login.within(() -> super.read(backend));
            paths.put(backend.getName(), new Path(secrets, null, false));
            return secrets;
        }
        Path now = readAgain(backend, last);
        paths.put(backend.getName(), now);
        return now.revoked() ? null : now.secrets();
    }

    private Path readAgain(SecretBackendMetadata backend, Path last) {
        try {
            Secrets secrets = login.within(() -> super.read(backend));
            if (secrets != null) {
                return new Path(secrets, null, false);
            }
            return isDeleted(backend.getPath())
                    ? new Path(last.secrets(), null, true)
                    : last.failed(absent(backend.getName()).getMessage());
        } catch (RuntimeException failure) {
            return last.failed(VaultErrors.describe(failure));
        }
    }

    /** @throws WrongConfigurationException naming the path, if an imported path has no secret */
    public void requirePresent() {
        paths.forEach((name, path) -> {
            if (path.secrets() == null) {
                throw absent(name);
            }
        });
    }

    private static WrongConfigurationException absent(String name) {
        return new WrongConfigurationException("spring.config.import names " + name.replaceFirst("\\?.*", "")
                + " in Vault, where no secret is: check the mount and the path, and that the secret was not deleted");
    }

    /** The clients whose path could not be read when last tried, with the reason. */
    public Map<String, String> failures() {
        Map<String, String> failures = new TreeMap<>();
        for (Path path : paths.values()) {
            if (path.failure() != null) {
                path.clients().forEach(client -> failures.put(client, path.failure()));
            }
        }
        return failures;
    }

    /** The clients whose secret was deleted on purpose: they are to be served no more. */
    public Set<String> revoked() {
        return paths.values().stream()
                .filter(Path::revoked)
                .flatMap(Path::clients)
                .collect(Collectors.toSet());
    }

    /** KV version 2 keeps the time of a deletion; the mount is the one that Vault reports, which may have several segments. */
    private boolean isDeleted(String path) {
        String mount = keyValue.getMountInfo(path).getPath();
        if (mount.isEmpty() || !path.startsWith(mount)) {
            return false;
        }
        String data = mount + "data/" + path.substring(mount.length());
        try {
            vault.doWithSession(rest -> rest.exchange(data, HttpMethod.GET, null, String.class));
            return false;
        } catch (VaultException exception) {
            return exception.getCause() instanceof HttpStatusCodeException http
                    && http.getStatusCode().value() == 404
                    && DELETED.matcher(http.getResponseBodyAsString()).find();
        }
    }

    /**
     * What is known of an imported path.
     *
     * @param secrets the last that were read; null if there were none
     * @param failure why they could not be read again, or null
     * @param revoked whether they were deleted on purpose
     */
    private record Path(@Nullable Secrets secrets, @Nullable String failure, boolean revoked) {

        Stream<String> clients() {
            return secrets == null
                    ? Stream.empty()
                    : secrets.getRequiredData().keySet().stream()
                            .map(CLIENT::matcher)
                            .filter(Matcher::matches)
                            .map(matcher -> matcher.group(1))
                            .distinct();
        }

        Path failed(String cause) {
            return new Path(secrets, cause, revoked);
        }

        /** Redacts the secrets. */
        @Override
        public String toString() {
            return "Path" + clients().toList();
        }
    }
}
