package io.korests.vault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * The fake as a process of its own: prints address and root token in the form of environment variables, then obeys
 * commands on standard input until it ends:
 *
 * <pre>
 * fail SEALED                everything fails like this
 * fail HANGING secret/data   requests below a path do
 * heal                       no fault any more
 * advance PT1H               the clock is set forward
 * revoke                     all tokens but root's end
 * requests                   prints what came since the last time
 * </pre>
 *
 * The one argument is the port, 0 or nothing for a free one.
 */
public final class FakeVaultMain {

    private FakeVaultMain() {}

    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (FakeVault vault = FakeVault.start(port)) {
            out.println("VAULT_ADDR=" + vault.uri());
            out.println("VAULT_TOKEN=" + vault.rootToken());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(obey(vault, line.strip().split("\\s+")));
            }
        }
    }

    /** Carries out one command and says what came of it. */
    static String obey(FakeVault vault, String[] words) {
        try {
            switch (words[0]) {
                case "fail" -> fail(vault, words);
                case "heal" -> vault.heal();
                case "advance" -> vault.advance(Duration.parse(words[1]));
                case "revoke" -> vault.revokeTokens();
                case "requests" -> {
                    String requests = String.join(
                            "\n", vault.requests().stream().map(String::valueOf).toList());
                    vault.forgetRequests();
                    return requests;
                }
                default -> {
                    return "unknown command " + words[0];
                }
            }
            return "ok";
        } catch (RuntimeException e) {
            return "failed: " + e;
        }
    }

    private static void fail(FakeVault vault, String[] words) {
        VaultFault fault = VaultFault.valueOf(words[1].toUpperCase(Locale.ROOT));
        if (words.length == 2) {
            vault.fail(fault);
        } else {
            vault.fail(words[2], fault);
        }
    }
}
