package io.korests.cli;

import io.korests.client.ClientApp;
import io.korests.client.ClientNotices;
import io.korests.client.ClientSet;
import io.korests.key.Pem;
import io.korests.key.SigningKey;
import java.io.PrintStream;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code check-config}: shows what the service would serve. By the time it runs, the configuration has been bound, Vault has
 * been read and every key opened; what is left is to sign with each and to say what was found.
 */
public final class CheckConfigCommand {

    /** The word on the command line. */
    public static final String NAME = "check-config";

    private static final List<String> HEADINGS = List.of(
            "client", "client id", "algorithm", "source", "key size", "fingerprint", "lifetime", "audience", "JWE");

    private final PrintStream out;

    public CheckConfigCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * Prints a table of the clients, the public keys of those that have one, what to know of them, and what is wrong.
     *
     * @return the exit code: 0 if every client can sign, 1 if not
     */
    public int run(ClientSet clients) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        clients.apps().forEach(app -> rows.add(row(app)));
        out.print(TextTable.of(rows));
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

    /** Rows of text in columns as wide as their widest cell. */
    private static final class TextTable {

        private static final String GAP = "  ";

        private TextTable() {}

        /** @param rows all of the same length, the headings first */
        static String of(List<List<String>> rows) {
            int[] widths = IntStream.range(0, rows.get(0).size())
                    .map(column -> rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0))
                    .toArray();
            StringBuilder text = new StringBuilder();
            for (List<String> row : rows) {
                StringBuilder line = new StringBuilder();
                for (int column = 0; column < widths.length; column++) {
                    String cell = row.get(column);
                    line.append(cell)
                            .append(" ".repeat(widths[column] - cell.length()))
                            .append(GAP);
                }
                text.append(line.toString().stripTrailing()).append('\n');
            }
            return text.toString();
        }
    }
}
