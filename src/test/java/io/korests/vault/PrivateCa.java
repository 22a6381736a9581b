package io.korests.vault;

import io.korests.TestPem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * A certificate authority nobody knows, made anew each time by the JDK's {@code keytool}, with certificates from it for a server
 * at 127.0.0.1 and localhost and for a client.
 */
public final class PrivateCa {

    private final Path folder;
    private final String password = UUID.randomUUID().toString();

    private PrivateCa(Path folder) {
        this.folder = folder;
    }

    /** Makes one; its files go to that folder, which has to exist. */
    public static PrivateCa in(Path folder) {
        PrivateCa ca = new PrivateCa(folder);
        ca.keytool("ca", "CN=Private CA of a test", "-ext", "bc:critical=ca:true", "-ext", "ku=keyCertSign");
        ca.keytool("server", "CN=vault", "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:localhost");
        ca.keytool("client", "CN=kore-sts", "-signer", "ca", "-ext", "eku=clientAuth");
        try {
            ca.writeFiles();
        } catch (GeneralSecurityException | IOException exception) {
            throw new IllegalStateException(exception);
        }
        return ca;
    }

    /** The CA's certificate as PEM: what {@code VAULT_CACERT} is set to. */
    public Path pem() {
        return folder.resolve("ca.pem");
    }

    public Path serverCertificate() {
        return folder.resolve("server.pem");
    }

    public Path serverKey() {
        return folder.resolve("server.key");
    }

    /** PKCS#12, with the client's certificate and key. */
    Path clientKeyStore() {
        return folder.resolve("client.p12");
    }

    String password() {
        return password;
    }

    private void writeFiles() throws GeneralSecurityException, IOException {
        char[] secret = password.toCharArray();
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder.resolve("all.p12"))) {
            all.load(file, secret);
        }
        writePem(pem(), "CERTIFICATE", all.getCertificate("ca").getEncoded());
        writePem(
                serverCertificate(), "CERTIFICATE", all.getCertificate("server").getEncoded());
        writePem(serverKey(), "PRIVATE KEY", all.getKey("server", secret).getEncoded());
        KeyStore client = KeyStore.getInstance("PKCS12");
        client.load(null, null);
        client.setKeyEntry("client", all.getKey("client", secret), secret, all.getCertificateChain("client"));
        try (OutputStream file = Files.newOutputStream(clientKeyStore())) {
            client.store(file, secret);
        }
    }

    private static void writePem(Path file, String label, byte[] der) throws IOException {
        Files.writeString(file, TestPem.of(label, der));
    }

    private void keytool(String alias, String name, String... more) {
        List<String> command = new ArrayList<>();
        Collections.addAll(
                command,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Collections.addAll(command, "-genkeypair", "-alias", alias, "-dname", name, "-keyalg", "EC", "-validity", "2");
        Collections.addAll(command, "-keystore", folder.resolve("all.p12").toString(), "-storetype", "PKCS12");
        Collections.addAll(command, "-storepass", password);
        Collections.addAll(command, more);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
