package io.korests.key;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RSA signatures by Amazon Corretto Crypto Provider: native code that takes a quarter of the JDK's time. Where it does not
 * load (another platform, musl, a /tmp that is read-only or noexec), the JDK signs.
 */
final class NativeRsa {

    private static final Logger log = LoggerFactory.getLogger(NativeRsa.class);

    private NativeRsa() {}

    static boolean isAvailable() {
        return Loaded.PROVIDER != null;
    }

    /** @throws NullPointerException if it is not available */
    static Provider provider() {
        return Objects.requireNonNull(Loaded.PROVIDER);
    }

    /** The same key as an object of the provider's own: given another's, it would convert it at every signature. */
    static PrivateKey translate(PrivateKey key) {
        try {
            return (PrivateKey) KeyFactory.getInstance("RSA", provider()).translateKey(key);
        } catch (GeneralSecurityException exception) {
            throw new IllegalArgumentException("private-key is damaged: its numbers do not make an RSA key");
        }
    }

    /** Loaded with the first RSA key: services without one do not wait for it. */
    private static final class Loaded {

        static final @Nullable Provider PROVIDER = load();

        private static @Nullable Provider load() {
            try {
                AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
                provider.assertHealthy();
                if (provider.runSelfTests() == SelfTestStatus.PASSED) {
                    return provider;
                }
                log.warn("Native RSA is not used: its self-test failed; the JDK signs, at about four times the cost");
            } catch (RuntimeException | LinkageError exception) {
                log.info("Native RSA is not available here; the JDK signs, at about four times the cost");
                log.debug("Why native RSA is not available", exception);
            }
            return null;
        }
    }
}
