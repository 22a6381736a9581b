package io.korests.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.env.Environment;

/**
 * The PEM certificates and private keys for TLS. Boot starts with a certificate of another key, after which every handshake
 * fails. As the health {@code tls} it reads the files again, because a rotation may have exchanged one of the two.
 */
final class TlsPairs implements HealthIndicator {
    private final List<Pair> pairs = new ArrayList<>();

    /** @throws WrongConfigurationException if a web server's bundle does not exist */
    TlsPairs(Environment environment) {
        Binder binder = Binder.get(environment);
        SslProperties.Bundles bundles =
                binder.bindOrCreate("spring.ssl", SslProperties.class).getBundle();
        bundles.getPem()
                .forEach((name, bundle) ->
                        add("spring.ssl.bundle.pem." + name + ".keystore.certificate", "private-key", bundle));
        for (String prefix : List.of("server.ssl", "management.server.ssl")) {
            Ssl ssl = binder.bindOrCreate(prefix, Ssl.class);
            String name = ssl.getBundle();
            if (name != null
                    && !bundles.getPem().containsKey(name)
                    && !bundles.getJks().containsKey(name)) {
                throw new WrongConfigurationException(prefix
                        + ".bundle names a bundle that does not exist: set spring.ssl.bundle.pem.<name>.keystore.*"
                        + " for it, or correct the name");
            }
            PemSslBundleProperties bundle = new PemSslBundleProperties();
            bundle.getKeystore().setCertificate(ssl.getCertificate());
            bundle.getKeystore().setPrivateKey(ssl.getCertificatePrivateKey());
            add(prefix + ".certificate", "certificate-private-key", bundle);
        }
    }

    private void add(String certificate, String privateKey, PemSslBundleProperties bundle) {
        if (isPair(bundle.getKeystore())) {
            bundle.getKeystore().setVerifyKeys(true);
            pairs.add(new Pair(certificate, privateKey, bundle));
        }
    }

    private static boolean isPair(PemSslBundleProperties.Store store) {
        return store.getCertificate() != null && store.getPrivateKey() != null;
    }

    /** Has Boot verify each pair, whatever {@code verify-keys} says. */
    static void verify(SslProperties bundles) {
        bundles.getBundle().getPem().values().stream()
                .map(PemSslBundleProperties::getKeystore)
                .filter(TlsPairs::isPair)
                .forEach(pair -> pair.setVerifyKeys(true));
    }

    /** @throws WrongConfigurationException naming the first pair that is none */
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
        return pairs.stream().map(Pair::trouble).filter(trouble -> !trouble.isEmpty());
    }

    /** @param privateKey the last word of its property, which is otherwise that of the certificate */
    private record Pair(String certificate, String privateKey, PemSslBundleProperties bundle) {
        /** Empty if there is none. */
        private String trouble() {
            String names = certificate + " and ." + privateKey;
            try {
                load();
            } catch (RuntimeException unreadable) {
                return names + " cannot be read: check that both are PEM, that the service may read the files,"
                        + " and that .private-key-password is set where the key is encrypted";
            }
            try {
                PropertiesSslBundle.get(bundle);
                return "";
            } catch (IllegalStateException mismatch) {
                return names
                        + " are no pair, so that no TLS connection would succeed: put the certificate and the key of"
                        + " one issue in place";
            }
        }

        private void load() {
            PemSslBundleProperties.Store store = bundle.getKeystore();
            PemSslStore loaded = Objects.requireNonNull(PemSslStore.load(new PemSslStoreDetails(
                    store.getType(), store.getCertificate(), store.getPrivateKey(), store.getPrivateKeyPassword())));
            loaded.certificates();
            loaded.privateKey();
        }

        /** Redacts the key, which the configuration itself may contain. */
        @Override
        public String toString() {
            return certificate;
        }
    }
}
