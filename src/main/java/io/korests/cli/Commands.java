package io.korests.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The commands of the jar, which {@code help} lists. Without one, the service starts. */
public final class Commands {
    private static final String HELP = """
            java -jar kore-sts.jar [command] [--property=value ...]

              serve         starts the service; the default
              check-config  shows who gets which token, exits with 1 where requests would fail; --ask-kore [URL] [--client NAME], --bearer FILE|-
              explain       says why Kore refuses a token, exits with 1 where it should; [--client NAME] [--json] [FILE|-]
              health-check  asks a running service whether it is alive, and exits with 1 where it is not
              help          shows this list

            docs/configuration.md lists the properties.
            """;

    private final Class<?> service;
    private final PrintStream out;

    public Commands(Class<?> service, PrintStream out) {
        this.service = service;
        this.out = out;
    }

    /** @return the exit code; empty while the service runs */
    public OptionalInt run(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        String name = words.contains("--help")
                ? "help"
                : words.stream()
                        .filter(word -> !word.startsWith("--"))
                        .findFirst()
                        .orElse("serve");
        words.remove(name);
        Options options = Options.parse(words, ownOptions(name));
        if (options == null || options.operands().size() > (name.equals("explain") ? 1 : 0)) {
            return wrongUsage();
        }
        return switch (name) {
            case "serve" -> {
                ServeCommand.run(service, options.spring().toArray(String[]::new));
                yield OptionalInt.empty();
            }
            case "check-config" -> OptionalInt.of(CheckConfigCommand.run(service, options, out));
            case "explain" -> OptionalInt.of(ExplainCommand.run(service, options, out));
            case "health-check" -> OptionalInt.of(HealthCheck.run(System.getenv(), out));
            case "help" -> help(0);
            default -> wrongUsage();
        };
    }

    private static Set<String> ownOptions(String command) {
        return switch (command) {
            case "check-config" -> CheckConfigCommand.OPTIONS;
            case "explain" -> ExplainCommand.OPTIONS;
            default -> Set.of();
        };
    }

    private OptionalInt wrongUsage() {
        // The argument is not shown: it may be a secret whose option lacks its dashes.
        out.println("There is no such command. An option begins with two dashes, as --server.port=7000.");
        return help(2);
    }

    private OptionalInt help(int exitCode) {
        out.print(HELP);
        return OptionalInt.of(exitCode);
    }
}
