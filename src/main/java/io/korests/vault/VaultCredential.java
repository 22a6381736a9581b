package io.korests.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.cloud.vault.config.VaultProperties.AuthenticationMethod;
import org.springframework.core.io.Resource;

/** What the service logs in with, for a comparison: after a refusal another one is worth another try. */
record VaultCredential(List<String> values) {

    /** @throws VaultFailedException if a file cannot be read */
    static VaultCredential in(VaultProperties properties) {
        List<String> values = new ArrayList<>(texts(properties));
        values.add(properties.getAuthentication().name());
        values.add(String.valueOf(properties.getNamespace()));
        if (properties.getAuthentication() == AuthenticationMethod.KUBERNETES) {
            values.add(properties.getKubernetes().getRole());
            values.add(serviceAccount(properties));
        }
        if (properties.getAuthentication() == AuthenticationMethod.CERT) {
            values.add(modified(properties.getSsl().getKeyStore()));
        }
        return new VaultCredential(values);
    }

    /** @throws VaultFailedException if a value is a placeholder still, or a file cannot be read */
    static void requireReadable(VaultProperties properties) {
        if (texts(properties).stream().anyMatch(text -> text.contains("${"))) {
            throw new VaultFailedException(VaultTrouble.UNRESOLVED, null);
        }
        if (properties.getAuthentication() == AuthenticationMethod.KUBERNETES) {
            serviceAccount(properties);
        }
    }

    private static List<String> texts(VaultProperties properties) {
        AuthenticationMethod method = properties.getAuthentication();
        if (method == AuthenticationMethod.TOKEN) {
            return List.of(Objects.toString(properties.getToken(), ""));
        }
        return method == AuthenticationMethod.APPROLE
                ? List.of(
                        Objects.toString(properties.getAppRole().getRoleId(), ""),
                        Objects.toString(properties.getAppRole().getSecretId(), ""))
                : List.of();
    }

    private static String serviceAccount(VaultProperties properties) {
        try {
            return Files.readString(Path.of(properties.getKubernetes().getServiceAccountTokenFile()));
        } catch (IOException | RuntimeException exception) {
            throw new VaultFailedException(VaultTrouble.TOKEN_FILE, exception);
        }
    }

    private static String modified(@Nullable Resource keyStore) {
        try {
            return keyStore == null ? "" : Long.toString(keyStore.lastModified());
        } catch (IOException exception) {
            return "";
        }
    }

    /** Redacts the credential. */
    @Override
    public String toString() {
        return "VaultCredential";
    }
}
