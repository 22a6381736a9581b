package io.korests.vault;

import io.korests.config.WrongConfigurationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
import org.springframework.util.StringUtils;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.core.util.KeyValueDelegate;
import org.springframework.vault.support.Versioned;

/**
 * Reads the paths that {@code spring.config.import} names. At the start a path that cannot be read is an error. Afterwards its
 * last secrets stay in place, and the failure is reported for the clients that they belong to.
 */
public final class VaultSecrets extends VaultConfigTemplate {
    private static final Pattern CLIENT = Pattern.compile("sts\\.clients\\.([^.\\[]+)\\..*");

    private final VaultOperations vault;
    private final KeyValueDelegate keyValue;
    private final VaultCalls.Reading reading;
    private final Map<String, ImportedPath> paths = new ConcurrentHashMap<>();

    VaultSecrets(VaultOperations vault, VaultProperties properties, VaultCalls.Reading reading) {
        super(vault, properties);
        this.vault = vault;
        this.keyValue = new KeyValueDelegate(vault);
        this.reading = reading;
    }

    VaultCalls.Reading reading() {
        return reading;
    }

    /**
     * @return null if the secret was deleted on purpose
     * @throws VaultFailedException if the path was never read and Vault does not answer as it should
     * @throws WrongConfigurationException if the path was never read and no secret is there
     */
    @Override
    public @Nullable Secrets read(SecretBackendMetadata backend) {
        ImportedPath last = paths.get(backend.getName());
        ImportedPath now = last == null ? first(backend) : again(backend, last);
        paths.put(backend.getName(), now);
        return now.revoked() ? null : now.secrets();
    }

    private ImportedPath first(SecretBackendMetadata backend) {
        requirePrefix(backend);
        Secrets secrets = ask(backend);
        if (secrets == null) {
            throw new WrongConfigurationException(absent(backend));
        }
        return new ImportedPath(secrets, null, false, reading.number());
    }

    /** Otherwise whoever may write the path could set anything, or another client whose name begins alike. */
    private static void requirePrefix(SecretBackendMetadata backend) {
        Set<String> names = backend.getPropertyTransformer()
                .transformProperties(Map.of("field", ""))
                .keySet();
        if (!names.stream().allMatch(name -> name.matches("sts\\.(.+\\.)?field"))) {
            throw new WrongConfigurationException("spring.config.import names " + pathOf(backend.getName())
                    + " in Vault without a prefix that begins with sts. and ends with a dot: write, for instance,"
                    + " vault://secret/kore/travel?prefix=sts.clients.travel.");
        }
    }

    private ImportedPath again(SecretBackendMetadata backend, ImportedPath last) {
        int now = reading.number();
        try {
            Secrets secrets = ask(backend);
            if (secrets != null) {
                return new ImportedPath(secrets, null, false, now);
            }
            return reading.ask(() -> isDeleted(pathOf(backend.getPath())))
                    ? new ImportedPath(last.secrets(), null, true, now)
                    : last.failed(absent(backend), now);
        } catch (VaultFailedException failure) {
            return last.failed(failure.getMessage(), now);
        }
    }

    /** Null if there is no secret, or one without a field. A field that is JSON null counts as not set. */
    private @Nullable Secrets ask(SecretBackendMetadata backend) {
        Secrets secrets = reading.ask(() -> super.read(backend));
        if (secrets == null) {
            return null;
        }
        Map<String, Object> fields = new LinkedHashMap<>(secrets.getRequiredData());
        fields.values().removeIf(Objects::isNull);
        secrets.setData(fields);
        return fields.isEmpty() ? null : secrets;
    }

    /** Also destroyed, or expired by {@code delete_version_after}: KV version 2 keeps a note of each. */
    private boolean isDeleted(String path) {
        if (!keyValue.isVersioned(path)) {
            return false;
        }
        String mount =
                StringUtils.trimTrailingCharacter(keyValue.getMountInfo(path).getPath(), '/');
        Versioned<Map<String, Object>> current =
                vault.opsForVersionedKeyValue(mount).get(path.substring(mount.length() + 1));
        if (current == null || current.hasData() || !current.hasMetadata()) {
            return false;
        }
        Versioned.Metadata note = current.getRequiredMetadata();
        return note.isDeleted() || note.isDestroyed();
    }

    private static String absent(SecretBackendMetadata backend) {
        return "spring.config.import names " + pathOf(backend.getName())
                + " in Vault, where no secret is: check the mount and the path, and that the secret was not deleted";
    }

    /** Without the prefix, which is the query of an import. */
    private static String pathOf(String imported) {
        return imported.replaceFirst("\\?.*", "");
    }

    /** The clients whose path could not be read in the last reading, with the reason. */
    public Map<String, String> failures() {
        Map<String, String> failures = new TreeMap<>();
        imported().forEach(path -> {
            if (path.failure() != null) {
                path.clients().forEach(client -> failures.put(client, path.failure()));
            }
        });
        return failures;
    }

    /** The clients whose secret was deleted on purpose: they are to be served no more. */
    public Set<String> revoked() {
        return imported()
                .filter(ImportedPath::revoked)
                .flatMap(ImportedPath::clients)
                .collect(Collectors.toSet());
    }

    /** Those that the configuration names still. */
    private Stream<ImportedPath> imported() {
        int last = reading.number();
        return paths.values().stream().filter(path -> path.reading() == last);
    }

    /**
     * What is known of an imported path.
     *
     * @param secrets the last that were read
     * @param failure why they could not be read again, or null
     * @param revoked whether they were deleted on purpose
     * @param reading the number of the reading that this comes from
     */
    private record ImportedPath(Secrets secrets, @Nullable String failure, boolean revoked, int reading) {
        ImportedPath failed(@Nullable String cause, int now) {
            return new ImportedPath(secrets, cause, revoked, now);
        }

        /** Names of the clients that the secrets belong to. */
        Stream<String> clients() {
            return secrets.getRequiredData().keySet().stream()
                    .map(CLIENT::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .distinct();
        }

        /** Redacts the secrets. */
        @Override
        public String toString() {
            return "ImportedPath" + clients().toList();
        }
    }
}
