package io.korests.key;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import io.jsonwebtoken.security.Keys;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RSA signatures by Amazon Corretto Crypto Provider: native code, in a quarter of the JDK's time. If it does not load (another
 * platform, musl, a /tmp that is read-only or noexec), the JDK signs.
 */
final class NativeRsa {
    private static final Logger log = LoggerFactory.getLogger(NativeRsa.class);

    private NativeRsa() {}

    /**
     * @return a key with which JJWT signs by native code; the same key if native code is not available
     * @throws IllegalArgumentException if the key is damaged
     */
    static PrivateKey of(PrivateKey key) {
        Provider provider = Loaded.PROVIDER;
        if (provider == null) {
            return key;
        }
        try {
            // Converted once to the provider's own class; otherwise each signature would convert it.
            Key translated = KeyFactory.getInstance("RSA", provider).translateKey(key);
            return Keys.builder((PrivateKey) translated).provider(provider).build();
        } catch (GeneralSecurityException exception) {
            throw new IllegalArgumentException("private-key is damaged: its numbers do not make an RSA key");
        }
    }

    /** Loads the provider with the first RSA key, so that a start without one does not wait for it. */
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
