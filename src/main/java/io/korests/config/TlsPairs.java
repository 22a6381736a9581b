package io.korests.config;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The certificates and private keys for TLS. Boot starts with a certificate of another key, after which every handshake fails.
 * As the health {@code tls} it reads the files again, because a rotation may have exchanged one of the two.
 */
final class TlsPairs implements HealthIndicator {
    private static final List<String> NAMES_OF_BUNDLES =
            List.of("server.ssl.bundle", "management.server.ssl.bundle", "sts.caller.oidc.ssl-bundle");

    private static final String IN_ONE = ": its certificate and its key";

    private static final String UNSERVED = ", so that no TLS connection would succeed: ";

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private final List<Stores> all = new ArrayList<>();

    /** @throws WrongConfigurationException if a setting names a bundle that does not exist */
    TlsPairs(Environment environment) {
        Binder binder = Binder.get(environment);
        SslProperties.Bundles bundles =
                binder.bindOrCreate("spring.ssl", SslProperties.class).getBundle();
        requireBundles(environment, bundles);
        Set<String> serving = Stream.of("server.ssl.bundle", "management.server.ssl.bundle")
                .map(environment::getProperty)
                .collect(Collectors.toSet());
        bundles.getPem().forEach((name, bundle) -> {
            // Told apart from files that cannot be read.
            bundle.getKeystore().setVerifyKeys(false);
            all.add(new Stores(
                    "spring.ssl.bundle.pem." + name,
                    ".keystore.certificate and .private-key",
                    serving.contains(name),
                    () -> PropertiesSslBundle.get(bundle)));
        });
        bundles.getJks()
                .forEach((name, bundle) -> all.add(new Stores(
                        "spring.ssl.bundle.jks." + name,
                        ".keystore" + IN_ONE,
                        serving.contains(name),
                        () -> PropertiesSslBundle.get(bundle))));
        Stream.of("server.ssl", "management.server.ssl").forEach(prefix -> add(prefix, binder));
    }

    private static void requireBundles(Environment environment, SslProperties.Bundles bundles) {
        for (String property : NAMES_OF_BUNDLES) {
            String name = environment.getProperty(property);
            if (StringUtils.hasText(name)
                    && !bundles.getPem().containsKey(name)
                    && !bundles.getJks().containsKey(name)) {
                throw new WrongConfigurationException(property
                        + " names a bundle that does not exist: configure it under spring.ssl.bundle.pem or .jks, or correct"
                        + " the name");
            }
        }
    }

    private void add(String prefix, Binder binder) {
        Ssl ssl = binder.bindOrCreate(prefix, Ssl.class);
        boolean own = Stream.of(ssl.getCertificate(), ssl.getKeyStore(), ssl.getTrustCertificate(), ssl.getTrustStore())
                .anyMatch(StringUtils::hasText);
        if (ssl.isEnabled() && ssl.getBundle() == null && own) {
            boolean inOne = StringUtils.hasText(ssl.getKeyStore());
            all.add(new Stores(
                    prefix,
                    inOne ? ".key-store" + IN_ONE : ".certificate and .certificate-private-key",
                    true,
                    () -> WebServerSslBundle.get(ssl)));
        }
    }

    /** Has Boot verify each pair, whatever {@code verify-keys} says. */
    static void verify(SslProperties bundles) {
        bundles.getBundle().getPem().values().stream()
                .map(PemSslBundleProperties::getKeystore)
                .filter(store ->
                        StringUtils.hasText(store.getCertificate()) && StringUtils.hasText(store.getPrivateKey()))
                .forEach(pair -> pair.setVerifyKeys(true));
    }

    /** @throws WrongConfigurationException naming the first that cannot serve */
    void requireAll() {
        troubles().findFirst().ifPresent(trouble -> {
            throw new WrongConfigurationException(trouble);
        });
    }

    @Override
    public Health health() {
        List<String> troubles = troubles().toList();
        return troubles.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("cause", String.join("; ", troubles)).build();
    }

    private Stream<String> troubles() {
        return all.stream().map(Stores::trouble).filter(trouble -> !trouble.isEmpty());
    }

    /**
     * @param name the properties of all of it
     * @param both words for the certificate and the key, after the name
     * @param serving whether a port is served with it, which needs a key
     */
    private record Stores(String name, String both, boolean serving, Supplier<SslBundle> bundle) {
        /** Empty if there is none. */
        private String trouble() {
            try {
                SslBundle opened = bundle.get();
                opened.createSslContext();
                return trouble(opened);
            } catch (RuntimeException | GeneralSecurityException unreadable) {
                String file = ConfigurationErrors.file(unreadable);
                return file == null
                        ? name + " cannot be read: check its files, their types and passwords"
                        : name + " needs " + file + ConfigurationErrors.UNREADABLE;
            }
        }

        private String trouble(SslBundle opened) throws GeneralSecurityException {
            KeyStore store = opened.getStores().getKeyStore();
            boolean hasKey = false;
            for (KeyManager manager : opened.getManagers().getKeyManagers()) {
                for (String alias : store == null ? List.<String>of() : Collections.list(store.aliases())) {
                    if (manager instanceof X509KeyManager keys && keys.getPrivateKey(alias) != null) {
                        hasKey = true;
                        if (!isPair(keys, alias)) {
                            return name + both + " are no pair" + UNSERVED
                                    + "put the certificate and the key of one issue in place";
                        }
                    }
                }
            }
            return hasKey || !serving ? "" : name + both + " have no private key" + UNSERVED + "add it";
        }

        private static boolean isPair(X509KeyManager keys, String alias) throws GeneralSecurityException {
            PrivateKey key = keys.getPrivateKey(alias);
            String algorithm = SIGNATURES.get(key.getAlgorithm());
            if (algorithm == null) {
                return true;
            }
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            byte[] signed = signature.sign();
            try {
                signature.initVerify(keys.getCertificateChain(alias)[0].getPublicKey());
                return signature.verify(signed);
            } catch (InvalidKeyException | SignatureException ofAnotherKind) {
                return false;
            }
        }
    }
}
