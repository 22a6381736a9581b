package io.korests.cli;

import io.korests.client.ClientApp;
import io.korests.client.ClientRegistry;
import io.korests.client.ClientSet;
import io.korests.explain.Explainer;
import io.korests.explain.Explainer.Explanation;
import io.korests.explain.Explainer.Found;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code explain}: reads a token from a file or the standard input and says what keeps Kore from taking it. Sends nothing. */
final class ExplainCommand {
    static final Set<String> OPTIONS = Set.of("--client", "--json");

    private static final Pattern TOKEN = Pattern.compile("[\\w-]{10,}\\.[\\w-]+\\.[\\w.-]*");
    /** ASCII only: no terminal takes what a token says for a command. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final InputStream in;
    private final PrintStream out;

    ExplainCommand(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /** @return the exit code: 0 if Kore should take the token, 1 if not */
    static int run(Class<?> service, Options options, PrintStream out) {
        if (options.operands().stream().anyMatch(word -> TOKEN.matcher(word).matches())) {
            out.println(
                    "Everybody on this machine can see arguments: give the token in a file or on the standard input.");
            return 1;
        }
        // A warning of the start would stand before the JSON.
        try (ConfigurableApplicationContext context = QuietStart.of(service, options, "error")) {
            ClientSet clients = context.getBean(ClientRegistry.class).current();
            return new ExplainCommand(System.in, out).run(clients, context.getBean(Explainer.class), options);
        }
    }

    int run(ClientSet clients, Explainer explainer, Options options) {
        ClientApp expected = null;
        if (options.has("--client")) {
            expected = options.client(clients, out);
            if (expected == null) {
                return 1;
            }
        }
        String file = options.operands().isEmpty() ? "-" : options.operands().get(0);
        String text = Options.read(file, in);
        if (text == null) {
            out.println("The token cannot be read: is there such a file, of at most 64 KiB?");
            return 1;
        }
        Explanation explanation = explainer.explain(text, clients, expected);
        if (options.has("--json")) {
            out.println(JSON.writeValueAsString(explanation));
        } else {
            print(explanation);
        }
        return explanation.accepted() ? 0 : 1;
    }

    private void print(Explanation explanation) {
        out.println("Client: " + (explanation.client() == null ? "none of this service" : explanation.client()));
        print("Header", explanation.header());
        print("Claims", explanation.claims());
        for (Found found : explanation.findings()) {
            out.println();
            out.println((found.refused() ? "Wrong: " : "Note: ") + found.sentence() + " [" + found.id() + ']');
            if (!found.detail().isEmpty()) {
                out.println("  Here:   " + found.detail());
            }
            out.println("  Fix:    " + found.fix());
            out.println("  Source: " + found.source());
        }
        out.println();
        out.println(explanation.accepted() ? "Kore should take this token." : "Kore should not take this token.");
    }

    private void print(String title, @Nullable JsonNode values) {
        if (values != null) {
            out.println(title);
            values.properties().forEach(entry -> out.println("  " + Explainer.shown(entry.getKey(), entry.getValue())));
        }
    }
}
