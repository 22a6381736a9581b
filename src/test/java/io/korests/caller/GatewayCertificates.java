package io.korests.caller;

import io.korests.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A private authority with certificates for the service and its gateway, and one of a stranger, made by {@code keytool}. */
final class GatewayCertificates {

    private final Path folder;
    private final String password = TestKeys.randomSecret(24);
    private final KeyStore store;

    GatewayCertificates(Path folder) {
        this.folder = folder;
        keytool("ca", "CN=Authority of a test", "-ext", "bc:critical=ca:true", "-ext", "ku=keyCertSign");
        keytool("service", "CN=kore-sts", "-signer", "ca", "-ext", "san=ip:127.0.0.1");
        keytool("gateway", "CN=gateway", "-signer", "ca", "-ext", "eku=clientAuth");
        keytool("stranger", "CN=gateway", "-ext", "eku=clientAuth");
        try {
            store = load();
            pem("ca.pem", "CERTIFICATE", store.getCertificate("ca").getEncoded());
            pem("service.pem", "CERTIFICATE", store.getCertificate("service").getEncoded());
        } catch (GeneralSecurityException | IOException exception) {
            throw new IllegalStateException(exception);
        }
        writeKey("service", "service.key");
    }

    void writeKey(String alias, String file) {
        try {
            pem(file, "PRIVATE KEY", store.getKey(alias, password.toCharArray()).getEncoded());
        } catch (GeneralSecurityException | IOException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** A key store with the service's certificate beside another's key; returns its password. */
    String writeMismatch(String file) {
        try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
            KeyStore mixed = empty();
            mixed.setKeyEntry(
                    "service",
                    store.getKey("stranger", password.toCharArray()),
                    password.toCharArray(),
                    new Certificate[] {store.getCertificate("service")});
            mixed.store(out, password.toCharArray());
        } catch (GeneralSecurityException | IOException exception) {
            throw new IllegalStateException(exception);
        }
        return password;
    }

    /** Of all.p12, which has every key. */
    String password() {
        return password;
    }

    /** Where ca.pem, service.pem and service.key are. */
    Path folder() {
        return folder;
    }

    /** What a client needs that trusts the authority and shows that certificate. */
    SSLContext showing(String alias) throws GeneralSecurityException, IOException {
        KeyStore own = empty();
        own.setKeyEntry(
                alias,
                store.getKey(alias, password.toCharArray()),
                password.toCharArray(),
                store.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password.toCharArray());
        return context(keys);
    }

    /** What a client needs that trusts the authority and has no certificate. */
    SSLContext showingNothing() throws GeneralSecurityException, IOException {
        return context(null);
    }

    private SSLContext context(KeyManagerFactory keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        Certificate authority = store.getCertificate("ca");
        trusted.setCertificateEntry("ca", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        return empty;
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder.resolve("all.p12"))) {
            all.load(file, password.toCharArray());
        }
        return all;
    }

    private void pem(String file, String label, byte[] der) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }

    private void keytool(String alias, String name, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve("all.p12").toString(),
                "-storepass",
                password));
        command.addAll(List.of(more));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + output);
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(exception);
        }
    }
}
