package io.korests.vault;

import io.korests.vault.VaultFailedException.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.cloud.vault.config.VaultProperties.AuthenticationMethod;
import org.springframework.cloud.vault.config.VaultProperties.KubernetesProperties;
import org.springframework.core.io.Resource;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.support.VaultToken;

/**
 * Logs in with the settings as they are now, so that a new secret id counts without a restart. After a login that Vault refused
 * it backs off: Vault and OpenBao lock a user out who is refused several times.
 */
public final class VaultAuthentication implements ClientAuthentication {
    private static final Duration USUAL_PAUSE = Duration.ofMinutes(1);
    /** Vault counts refusals of 15 minutes and locks out at the fifth: with pauses of 1, 4 and 16 minutes there are three. */
    private static final int FACTOR = 4;

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Function<VaultProperties, ClientAuthentication> method;
    private final LongSupplier nanoTime;
    private Supplier<VaultProperties> settings;
    private Duration firstPause = USUAL_PAUSE;
    private @Nullable Refusal refusal;
    private long nextNanos;

    /**
     * @param method sets up the authentication method that the settings name
     * @param nanoTime a monotonic clock, as {@link System#nanoTime}
     * @throws VaultFailedException if a setting is missing
     */
    VaultAuthentication(
            Function<VaultProperties, ClientAuthentication> method,
            Supplier<VaultProperties> settings,
            LongSupplier nanoTime) {
        this.method = method;
        this.settings = settings;
        this.nanoTime = nanoTime;
        VaultProperties first = settings.get();
        if (first.getAuthentication() != AuthenticationMethod.NONE) {
            Credential.in(first);
            authentication(first);
        }
    }

    /** From the next login on. */
    synchronized void use(Supplier<VaultProperties> next) {
        settings = next;
    }

    /** @param pause after the first of several refusals, 0 for a minute; each is four times the last one, up to an hour */
    synchronized void backOff(Duration pause) {
        firstPause = pause.isZero() ? USUAL_PAUSE : pause;
    }

    /** Makes the next login ask Vault, whatever its last answer was. */
    public synchronized void tryAgain() {
        nextNanos = nanoTime.getAsLong();
    }

    /** @throws VaultFailedException if Vault refuses the login now, or did so shortly before with the same credential */
    @Override
    public synchronized VaultToken login() {
        VaultProperties properties = settings.get();
        Credential credential = Credential.in(properties);
        ClientAuthentication authentication = authentication(properties);
        Refusal last = refusal != null && refusal.credential().equals(credential) ? refusal : null;
        if (last != null && nanoTime.getAsLong() < nextNanos) {
            throw last.failure();
        }
        try {
            VaultToken token = authentication.login();
            refusal = null;
            return token;
        } catch (RuntimeException exception) {
            VaultFailedException failure = VaultFailedException.of(exception);
            if (failure.trouble() == Trouble.LOGIN_REFUSED) {
                refusal = new Refusal(credential, failure, pauseAfter(last));
                nextNanos = nanoTime.getAsLong() + refusal.pause().toNanos();
            }
            throw failure;
        }
    }

    private Duration pauseAfter(@Nullable Refusal last) {
        Duration pause = last == null ? firstPause : last.pause().multipliedBy(FACTOR);
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private ClientAuthentication authentication(VaultProperties properties) {
        try {
            return method.apply(properties);
        } catch (RuntimeException exception) {
            throw new VaultFailedException(Trouble.NOT_SET_UP, exception);
        }
    }

    private record Refusal(Credential credential, VaultFailedException failure, Duration pause) {}

    /** What the service logs in with, for a comparison: after a refusal another one is worth another try. */
    record Credential(List<String> values) {
        /** @throws VaultFailedException if a value is a placeholder still, or a file cannot be read */
        static Credential in(VaultProperties properties) {
            AuthenticationMethod method = properties.getAuthentication();
            Stream<?> secrets = switch (method) {
                case TOKEN -> Stream.of(String.valueOf(properties.getToken()));
                case APPROLE ->
                    Stream.of(
                            String.valueOf(properties.getAppRole().getRoleId()),
                            String.valueOf(properties.getAppRole().getSecretId()));
                case KUBERNETES -> Stream.of(serviceAccount(properties));
                case CERT -> Stream.of(modified(properties.getSsl().getKeyStore()));
                default -> Stream.empty();
            };
            List<String> values = Stream.concat(Stream.of(method, "" + properties.getNamespace()), secrets)
                    .map(Object::toString)
                    .toList();
            // The checks of the configuration name the property; Vault would count this as a refused login.
            if (values.stream().anyMatch(value -> value.contains("${"))) {
                throw new VaultFailedException(Trouble.NOT_SET_UP, null);
            }
            return new Credential(values);
        }

        private static String serviceAccount(VaultProperties properties) {
            KubernetesProperties kubernetes = properties.getKubernetes();
            try {
                return kubernetes.getRole() + Files.readString(Path.of(kubernetes.getServiceAccountTokenFile()));
            } catch (IOException | RuntimeException exception) {
                throw new VaultFailedException(Trouble.TOKEN_FILE, exception);
            }
        }

        private static long modified(@Nullable Resource keyStore) {
            try {
                return keyStore == null ? 0 : keyStore.lastModified();
            } catch (IOException exception) {
                return 0;
            }
        }

        /** Redacts the credential. */
        @Override
        public String toString() {
            return "Credential";
        }
    }
}
