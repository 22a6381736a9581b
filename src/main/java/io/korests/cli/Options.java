package io.korests.cli;

import io.korests.client.ClientApp;
import io.korests.client.ClientSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows a command.
 *
 * @param own its own options, with their values; blank for none
 * @param operands what is no option
 * @param spring options for Spring Boot
 */
record Options(Map<String, String> own, List<String> operands, List<String> spring) {
    private static final int LARGEST_FILE = 64 * 1024;
    private static final Set<String> SPRING_FLAGS = Set.of("--debug", "--trace");

    /**
     * @param names of the command's own options; but for {@code --json}, the next word is the value
     * @return null if there is an option that is neither its own nor a property: it may be a misspelt one
     */
    static @Nullable Options parse(List<String> words, Set<String> names) {
        Options options = new Options(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String name = word.split("=", 2)[0];
            boolean assigned = word.contains("=");
            if (!word.startsWith("--")) {
                options.operands.add(word);
            } else if (!names.contains(name)) {
                if (!assigned && !names.isEmpty() && !SPRING_FLAGS.contains(word)) {
                    return null;
                }
                options.spring.add(word);
            } else if (assigned) {
                options.own.put(name, word.substring(name.length() + 1));
            } else {
                boolean valued = !name.equals("--json")
                        && i + 1 < words.size()
                        && !words.get(i + 1).startsWith("--");
                options.own.put(name, valued ? words.get(++i) : "");
            }
        }
        return options;
    }

    boolean has(String name) {
        return own.containsKey(name);
    }

    /** Null where the option is missing or has no value. */
    @Nullable
    String value(String name) {
        String value = own.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** @return the client that {@code --client} names; null, having said so, if there is none */
    @Nullable
    ClientApp client(ClientSet clients, PrintStream out) {
        for (ClientApp app : clients.apps()) {
            if (app.name().equals(value("--client"))) {
                return app;
            }
        }
        out.println("There is no such client. --client takes one of: " + clients);
        return null;
    }

    /**
     * @param file - for the standard input
     * @return null if it cannot be read, or has more than 64 KiB
     */
    static @Nullable String read(String file, InputStream standardInput) {
        try (InputStream in = file.equals("-") ? standardInput : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            return bytes.length > LARGEST_FILE ? null : new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException exception) {
            return null;
        }
    }
}
