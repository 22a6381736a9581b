package io.korests.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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
        commands.put(DEFAULT, new Command("starts the service; the default", options -> {
            ServeCommand.run(service, options);
            return OptionalInt.empty();
        }));
        commands.put(
                "check-config",
                new Command(
                        "shows who gets which token, and exits with 1 where the start or a request would fail",
                        options -> OptionalInt.of(CheckConfigCommand.run(service, options, out))));
        commands.put(
                "health-check",
                new Command(
                        "asks a running service whether it is alive, and exits with 1 where it is not",
                        options -> OptionalInt.of(HealthCheck.run(System.getenv(), out))));
        commands.put("help", new Command("shows this list", options -> {
            printHelp();
            return OptionalInt.of(0);
        }));
    }

    /** @return the exit code; empty while the service runs */
    public OptionalInt run(String... given) {
        String[] arguments = BearerTokenReport.joined(given);
        List<String> words = Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("--"))
                .toList();
        String[] options = Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("--"))
                .toArray(String[]::new);
        String name = Arrays.asList(options).contains("--help") ? "help" : words.isEmpty() ? DEFAULT : words.get(0);
        Command command = commands.get(name);
        if (command == null || words.size() > 1) {
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

    private record Command(String purpose, Function<String[], OptionalInt> run) {}
}
