package io.korests.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority nobody knows, made anew each time by the JDK's {@code keytool}, and a server certificate from
 * it for 127.0.0.1 and localhost.
 */
public final class PrivateCa {

    private final Path folder;
    private final char[] password;

    private PrivateCa(Path folder, char[] password) {
        this.folder = folder;
        this.password = password;
    }

    /** Makes one; its files go to that folder, which has to exist. */
    public static PrivateCa in(Path folder) {
        PrivateCa ca = new PrivateCa(folder, UUID.randomUUID().toString().toCharArray());
        ca.keytool("ca", "CN=Private CA of a test", "-ext", "bc:critical=ca:true", "-ext", "ku=keyCertSign");
        ca.keytool("vault", "CN=vault", "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:localhost");
        ca.writePem();
        return ca;
    }

    /** The CA's certificate as PEM: what {@code VAULT_CACERT} is set to. */
    public Path pem() {
        return folder.resolve("ca.pem");
    }

    /** What a server needs to show its certificate. */
    public SSLContext serverContext() {
        try {
            KeyStore server = KeyStore.getInstance("PKCS12");
            server.load(null, null);
            KeyStore all = keyStore();
            server.setKeyEntry("vault", all.getKey("vault", password), password, all.getCertificateChain("vault"));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(server, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writePem() {
        try {
            String body = Base64.getMimeEncoder()
                    .encodeToString(keyStore().getCertificate("ca").getEncoded());
            Files.writeString(pem(), "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder.resolve("ca.p12"))) {
            store.load(file, password);
        }
        return store;
    }

    private void keytool(String alias, String name, String... more) {
        List<String> command = new ArrayList<>();
        Collections.addAll(
                command,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Collections.addAll(command, "-genkeypair", "-alias", alias, "-dname", name, "-keyalg", "EC", "-validity", "2");
        Collections.addAll(command, "-keystore", folder.resolve("ca.p12").toString(), "-storetype", "PKCS12");
        Collections.addAll(command, "-storepass", new String(password));
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
