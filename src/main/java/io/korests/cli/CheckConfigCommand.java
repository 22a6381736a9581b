package io.korests.cli;

import io.korests.client.ClientApp;
import io.korests.client.ClientNotices;
import io.korests.client.ClientRegistry;
import io.korests.client.ClientSet;
import io.korests.explain.Platform;
import io.korests.key.Pem;
import io.korests.key.SigningKey;
import java.io.PrintStream;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code check-config}: signs with each key and shows what the service would serve. By then the configuration is bound, Vault
 * is read and every key is open.
 */
public final class CheckConfigCommand {
    private static final List<String> HEADINGS = List.of(
            "client", "client id", "algorithm", "source", "key size", "fingerprint", "lifetime", "audience", "JWE");

    private final PrintStream out;

    CheckConfigCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * @param service Spring's configuration of the service
     * @param words the command and what follows it
     * @return the exit code: 0 if every client can sign and Kore, where it is asked, takes what it signs; 1 if not; 2 if the
     *     arguments are wrong
     */
    public static int run(Class<?> service, List<String> words, PrintStream out) {
        Options options = Options.parse(words, KoreTrial.OPTIONS);
        if (options == null || !options.operands().isEmpty()) {
            out.println("Use: check-config [--ask-kore [URL]] [--client NAME]");
            return Options.WRONG_USAGE;
        }
        try (ConfigurableApplicationContext context = options.start(service, "warn")) {
            ClientSet clients = context.getBean(ClientRegistry.class).current();
            int exitCode = new CheckConfigCommand(out).run(clients);
            boolean asks = options.has("--ask-kore");
            return asks && !new KoreTrial(context.getBean(Platform.class), out).run(clients, options) ? 1 : exitCode;
        }
    }

    /**
     * Prints a table of the clients, their public keys, notices about them, and what is wrong.
     *
     * @return the exit code: 0 if every client can sign, 1 if not
     */
    int run(ClientSet clients) {
        printTable(clients.apps());
        List<String> problems = clients.apps().stream()
                .filter(app -> !signs(app.signingKey()))
                .map(app -> "sts.clients." + app.name() + ": the key does not sign, or what it signs does not verify")
                .toList();
        clients.apps().forEach(this::printPublicKey);
        ClientNotices.about(clients).forEach(out::println);
        problems.forEach(out::println);
        out.println(problems.isEmpty() ? "Every client can sign." : problems.size() + " of the clients cannot sign.");
        return problems.isEmpty() ? 0 : 1;
    }

    private void printTable(List<ClientApp> apps) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
        apps.forEach(app -> rows.add(row(app)));
        StringBuilder format = new StringBuilder();
        for (int i = 0; i < HEADINGS.size(); i++) {
            int column = i;
            int width = rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElseThrow();
            format.append("%-").append(width).append("s  ");
        }
        rows.forEach(
                row -> out.println(format.toString().formatted(row.toArray()).stripTrailing()));
    }

    private static List<String> row(ClientApp app) {
        SigningKey.Description key = app.signingKey().description();
        return List.of(
                app.name(),
                app.clientId(),
                app.signingKey().algorithm().name(),
                key.source(),
                key.bits() + " bits",
                key.fingerprint(),
                app.policy().lifetime().toSeconds() + "s",
                app.policy().audience(),
                app.encryption() == null
                        ? "no"
                        : app.encryption().algorithm() + " " + app.encryption().method());
    }

    private void printPublicKey(ClientApp app) {
        RSAPublicKey key = app.signingKey().publicKey();
        if (key != null) {
            out.println();
            out.println("Public key of " + app.name() + ", for Kore's console:");
            out.print(Pem.of(key).text());
        }
    }

    private static boolean signs(SigningKey key) {
        try {
            return key.signsVerifiably();
        } catch (RuntimeException exception) {
            return false;
        }
    }
}
