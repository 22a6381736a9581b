package io.korests.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** The commands of the jar, which {@code help} lists. Without one, the service starts. */
public final class Commands {
    private static final String DEFAULT = "serve";
    private static final int WRONG_USAGE = 2;

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final PrintStream out;

    /** @param service Spring's configuration of the service */
    public Commands(Class<?> service, PrintStream out) {
        this.out = out;
        add(DEFAULT, "starts the service; the default", Set.of(), options -> {
            ServeCommand.run(service, options.spring().toArray(String[]::new));
            return OptionalInt.empty();
        });
        add(
                "check-config",
                "shows who gets which token, exits with 1 where requests would fail; --ask-kore [URL] [--client NAME], --bearer FILE|-",
                CheckConfigCommand.OPTIONS,
                options -> OptionalInt.of(CheckConfigCommand.run(service, options, out)));
        add(
                "explain",
                "says why Kore refuses a token, exits with 1 where it should; [--client NAME] [--json] [FILE|-]",
                ExplainCommand.OPTIONS,
                options -> OptionalInt.of(ExplainCommand.run(service, options, out)));
        add(
                "health-check",
                "asks a running service whether it is alive, and exits with 1 where it is not",
                Set.of(),
                options -> OptionalInt.of(HealthCheck.run(System.getenv(), out)));
        add("help", "shows this list", Set.of(), options -> {
            printHelp();
            return OptionalInt.of(0);
        });
    }

    private void add(String name, String purpose, Set<String> options, Function<Options, OptionalInt> run) {
        commands.put(name, new Command(purpose, options, run));
    }

    /** @return the exit code; empty while the service runs */
    public OptionalInt run(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        String name = words.contains("--help")
                ? "help"
                : words.stream()
                        .filter(word -> !word.startsWith("--"))
                        .findFirst()
                        .orElse(DEFAULT);
        words.remove(name);
        Command command = commands.get(name);
        Options options = command == null ? null : Options.parse(words, command.options());
        if (command == null || options == null || options.operands().size() > (name.equals("explain") ? 1 : 0)) {
            // The argument is not shown: it may be a secret whose option lacks its dashes.
            out.println("There is no such command. An option begins with two dashes, as --server.port=7000.");
            printHelp();
            return OptionalInt.of(WRONG_USAGE);
        }
        return command.run().apply(options);
    }

    private void printHelp() {
        out.println("java -jar kore-sts.jar [command] [--property=value ...]");
        out.println();
        commands.forEach((name, command) -> out.printf("  %-12s  %s%n", name, command.purpose()));
        out.println();
        out.println("docs/configuration.md lists the properties.");
    }

    private record Command(String purpose, Set<String> options, Function<Options, OptionalInt> run) {}
}
