package io.korests.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    private final List<Stores> all = new ArrayList<>();

    /** @throws WrongConfigurationException if a setting names a bundle that does not exist */
    TlsPairs(Environment environment) {
        Binder binder = Binder.get(environment);
        SslProperties.Bundles bundles =
                binder.bindOrCreate("spring.ssl", SslProperties.class).getBundle();
        requireBundles(environment, bundles);
        bundles.getPem().forEach((name, bundle) -> {
            // Told apart from files that cannot be read.
            bundle.getKeystore().setVerifyKeys(false);
            all.add(new Stores(
                    "spring.ssl.bundle.pem." + name,
                    () -> PropertiesSslBundle.get(bundle),
                    ".keystore.certificate and .private-key",
                    bundle.getKeystore()));
        });
        bundles.getJks()
                .forEach((name, bundle) -> all.add(
                        new Stores("spring.ssl.bundle.jks." + name, () -> PropertiesSslBundle.get(bundle), "", null)));
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
            PemSslBundleProperties pem = new PemSslBundleProperties();
            pem.getKeystore().setCertificate(ssl.getCertificate());
            pem.getKeystore().setPrivateKey(ssl.getCertificatePrivateKey());
            all.add(new Stores(
                    prefix,
                    () -> WebServerSslBundle.get(ssl),
                    ".certificate and .certificate-private-key",
                    pem.getKeystore()));
        }
    }

    private static boolean isPair(PemSslBundleProperties.Store store) {
        return StringUtils.hasText(store.getCertificate()) && StringUtils.hasText(store.getPrivateKey());
    }

    /** Has Boot verify each pair, whatever {@code verify-keys} says. */
    static void verify(SslProperties bundles) {
        bundles.getBundle().getPem().values().stream()
                .map(PemSslBundleProperties::getKeystore)
                .filter(TlsPairs::isPair)
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
     * @param words for the certificate and the key
     * @param pem the certificate and the key, if they are PEM
     */
    private record Stores(
            String name, Supplier<SslBundle> bundle, String words, PemSslBundleProperties.@Nullable Store pem) {
        /** Empty if there is none. */
        private String trouble() {
            try {
                bundle.get().createSslContext();
            } catch (RuntimeException unreadable) {
                String file = ConfigurationErrors.file(unreadable);
                return file == null
                        ? name + " cannot be read: check its files, their types and passwords"
                        : name + " needs " + file + ConfigurationErrors.UNREADABLE;
            }
            return pem == null || arePair(pem)
                    ? ""
                    : name + words
                            + " are no pair, so that no TLS connection would succeed: put the certificate and the key of"
                            + " one issue in place";
        }

        private static boolean arePair(PemSslBundleProperties.Store pem) {
            if (!isPair(pem)) {
                return true;
            }
            PemSslBundleProperties pair = new PemSslBundleProperties();
            pair.getKeystore().setCertificate(pem.getCertificate());
            pair.getKeystore().setPrivateKey(pem.getPrivateKey());
            pair.getKeystore().setPrivateKeyPassword(pem.getPrivateKeyPassword());
            pair.getKeystore().setVerifyKeys(true);
            try {
                PropertiesSslBundle.get(pair);
                return true;
            } catch (IllegalStateException mismatch) {
                return false;
            }
        }

        /** Redacts the key, which the configuration itself may contain. */
        @Override
        public String toString() {
            return name;
        }
    }
}
