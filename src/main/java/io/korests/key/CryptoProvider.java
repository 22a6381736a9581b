package io.korests.key;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who makes RSA signatures: Amazon Corretto Crypto Provider, native code that takes a quarter of the time of the JDK's own, or
 * the JDK where that does not load (another platform, musl, a /tmp that is read-only or noexec).
 */
public final class CryptoProvider {

    private static final Logger log = LoggerFactory.getLogger(CryptoProvider.class);

    private CryptoProvider() {}

    /** @return null for the Java runtime's own choice */
    static @Nullable Provider forRsa() {
        return Native.PROVIDER;
    }

    /**
     * Loads the native code, or finds out that it does not load, on a thread of its own: it takes a fifth of a start. Whoever needs
     * it before that waits.
     */
    public static void loadAhead() {
        Thread thread = new Thread(CryptoProvider::forRsa, "sts-native-rsa");
        thread.setDaemon(true);
        thread.start();
    }

    /** The same key as an object of the provider's own: given another's, it would convert it at every signature. */
    static PrivateKey translate(PrivateKey key, @Nullable Provider provider) {
        if (provider == null) {
            return key;
        }
        try {
            return (PrivateKey) KeyFactory.getInstance("RSA", provider).translateKey(key);
        } catch (GeneralSecurityException exception) {
            throw new IllegalArgumentException("private-key is damaged: its numbers do not make an RSA key");
        }
    }

    /** Loaded when the first RSA key is opened, so that services without one do not wait for it. */
    private static final class Native {

        static final @Nullable Provider PROVIDER = load();

        private static @Nullable Provider load() {
            try {
                AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
                provider.assertHealthy();
                if (provider.runSelfTests() == SelfTestStatus.PASSED) {
                    // By way of Object: to know that it is a Provider, Java would load it with this class, at every
                    // start.
                    return (Provider) (Object) provider;
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
