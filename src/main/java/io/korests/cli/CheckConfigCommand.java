package io.korests.cli;

import io.korests.StsProperties;
import io.korests.caller.IdentityProvider;
import io.korests.client.ClientApp;
import io.korests.client.ClientRegistry;
import io.korests.client.ClientSet;
import io.korests.config.SecureAddress;
import io.korests.config.WrongConfigurationException;
import io.korests.explain.Platform;
import io.korests.key.Pem;
import io.korests.key.SigningKey;
import java.io.PrintStream;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code check-config}: makes a whole start except that nothing listens and nothing is refreshed, shows what decides who gets a
 * token, asks the identity provider for its keys, and signs with each key. What a start refuses has ended it by then, and what a
 * start warns of is in the log.
 */
final class CheckConfigCommand {
    static final Set<String> OPTIONS = Set.of("--ask-kore", "--client", BearerTokenReport.OPTION);

    private static final List<String> HEADINGS = List.of(
            "client",
            "client id",
            "algorithm",
            "source",
            "key size",
            "fingerprint",
            "lifetime",
            "audience",
            "anonymous",
            "JWE");

    private final PrintStream out;

    CheckConfigCommand(PrintStream out) {
        this.out = out;
    }

    /** @return the exit code: 0 if requests can be answered, and the given token and Kore's answers are as wished; 1 if not */
    static int run(Class<?> service, Options options, PrintStream out) {
        try (ConfigurableApplicationContext context = QuietStart.of(service, options, "warn")) {
            CheckConfigCommand command = new CheckConfigCommand(out);
            ClientSet clients = context.getBean(ClientRegistry.class).current();
            boolean answers = command.show(context, clients.apps());
            boolean believed = !options.has(BearerTokenReport.OPTION) || BearerTokenReport.print(context, options, out);
            boolean taken =
                    !options.has("--ask-kore") || command.askKore(context.getBean(Platform.class), clients, options);
            return answers && believed && taken ? 0 : 1;
        }
    }

    private boolean show(ApplicationContext context, List<ClientApp> apps) {
        IdentityProvider provider =
                context.getBeanProvider(IdentityProvider.class).getIfAvailable();
        SettingsTable.of(context.getBean(StsProperties.class), provider)
                .forEach((name, value) -> out.printf("%-61s  %s%n", name, value));
        out.println();
        printTable(apps);
        apps.forEach(this::printPublicKey);
        List<String> problems = new ArrayList<>();
        if (provider != null) {
            try {
                out.println("Keys of the identity provider: " + provider.keys());
            } catch (WrongConfigurationException wrong) {
                problems.add(wrong.getMessage());
            }
        }
        apps.stream()
                .filter(app -> !signs(app.signingKey()))
                .map(app -> "sts.clients." + app.name() + ": the key does not sign, or what it signs does not verify")
                .forEach(problems::add);
        problems.forEach(out::println);
        out.println(problems.isEmpty() ? "Every client can sign." : "Requests would fail: see above.");
        return problems.isEmpty();
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
                app.policy().anonymous() ? "yes" : "no",
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

    /** @return whether Kore was asked at least once, and took every token */
    boolean askKore(Platform platform, ClientSet clients, Options options) {
        String url = options.value("--ask-kore");
        if (url != null && !SecureAddress.isAllowed(url)) {
            out.println("The address after --ask-kore is neither an https address nor a loopback one.");
            return false;
        }
        List<ClientApp> asked = clients.apps();
        if (options.has("--client")) {
            ClientApp one = options.client(clients, out);
            asked = one == null ? List.of() : List.of(one);
        }
        List<Platform.Outcome> outcomes = new ArrayList<>();
        for (ClientApp app : asked) {
            if (app.platform() == null) {
                out.printf("%s at Kore: not asked, sts.clients.%1$s.platform is not set%n", app.name());
                continue;
            }
            Platform.Answer answer = platform.ask(app, url);
            out.println(app.name() + " at Kore: " + answer.text());
            outcomes.add(answer.outcome());
        }
        return !outcomes.isEmpty() && outcomes.stream().allMatch(outcome -> outcome == Platform.Outcome.TAKEN);
    }
}
