package io.korests.vault;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.cloud.vault.config.VaultProperties.AuthenticationMethod;
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
        if (settings.get().getAuthentication() != AuthenticationMethod.NONE) {
            set(settings.get());
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

    /** Has the next login ask Vault, whatever it was told before. */
    public synchronized void tryAgain() {
        if (refusal != null) {
            refusal = refusal.untilNow(nanoTime.getAsLong());
        }
    }

    /** @throws VaultFailedException if Vault refuses the login now, or did so shortly before with the same credential */
    @Override
    public synchronized VaultToken login() {
        VaultProperties properties = settings.get();
        ClientAuthentication authentication = set(properties);
        VaultCredential credential = VaultCredential.in(properties);
        Refusal last = refusal != null && refusal.credential().equals(credential) ? refusal : null;
        if (last != null && nanoTime.getAsLong() < last.untilNanos()) {
            throw last.failure();
        }
        try {
            VaultToken token = authentication.login();
            refusal = null;
            return token;
        } catch (RuntimeException exception) {
            VaultFailedException failure = VaultErrors.of(exception);
            if (failure.trouble() == VaultTrouble.LOGIN_REFUSED) {
                refusal = refusal(credential, failure, last);
            }
            throw failure;
        }
    }

    private Refusal refusal(VaultCredential credential, VaultFailedException failure, @Nullable Refusal last) {
        Duration pause = last == null ? firstPause : last.pause().multipliedBy(FACTOR);
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        return new Refusal(credential, failure, bounded, nanoTime.getAsLong() + bounded.toNanos());
    }

    private ClientAuthentication set(VaultProperties properties) {
        VaultCredential.requireReadable(properties);
        try {
            return method.apply(properties);
        } catch (RuntimeException exception) {
            throw new VaultFailedException(VaultTrouble.NOT_SET_UP, exception);
        }
    }

    private record Refusal(VaultCredential credential, VaultFailedException failure, Duration pause, long untilNanos) {

        Refusal untilNow(long nanos) {
            return new Refusal(credential, failure, pause, nanos);
        }
    }
}
