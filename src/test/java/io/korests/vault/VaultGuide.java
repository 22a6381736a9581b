package io.korests.vault;

import io.korests.MarkdownFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.vault.support.VaultResponse;

/**
 * docs/vault.md, carried out: what a reader would type is done by the same requests that the {@code vault} command makes. A
 * line that it does not know fails, so that no command stands there untried.
 */
final class VaultGuide {

    static final String VAULT_ADDRESS = "https://vault.example.com:8200";

    private static final MarkdownFile GUIDE = MarkdownFile.of("docs/vault.md");
    private static final Pattern PIPED = Pattern.compile("printf '%s' \"\\$(\\w+)\" \\| (vault .*)");
    private static final Pattern EXPORTED = Pattern.compile("export (\\w+)=\"\\$\\((vault .*)\\)\"");

    private final VaultOperator operator;
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();

    VaultGuide(VaultOperator operator) {
        this.operator = operator;
    }

    /** The first YAML block below a heading; where it is only another login, that of AppRole with this login. */
    static String settings(String heading) {
        String yaml = GUIDE.codeBlocks(heading, "yaml").get(0);
        int login = yaml.indexOf("      authentication: ");
        if (login < 0 || yaml.contains("sts:")) {
            return yaml;
        }
        return settings("AppRole")
                .replaceFirst("(?s) {6}authentication: .*(?=\nsts:)", Matcher.quoteReplacement(yaml.substring(login)));
    }

    /** The first HCL block below a heading. */
    static String policy(String heading) {
        return GUIDE.codeBlocks(heading, "hcl").get(0);
    }

    /** A file in the reader's working directory. */
    VaultGuide file(String name, String content) {
        files.put(name, content);
        return this;
    }

    /** A variable of the reader's shell. */
    VaultGuide variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** All variables, also those that commands have exported. */
    Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    VaultGuide follow(String heading) {
        return follow(heading, "", "");
    }

    /** Carries out all commands below a heading, with the files that stand there, and one text of them replaced. */
    VaultGuide follow(String heading, String text, String replacement) {
        GUIDE.codeBlocks(heading, "hcl")
                .forEach(hcl -> files.put(hcl.lines().findFirst().orElseThrow().substring(2), hcl));
        for (String block : GUIDE.codeBlocks(heading, "sh")) {
            block.replace("\\\n", " ")
                    .replace(text, replacement)
                    .lines()
                    .map(String::strip)
                    .forEach(this::carryOut);
        }
        return this;
    }

    private void carryOut(String line) {
        if (line.startsWith("openssl ") || line.startsWith("curl ")) {
            // The test has given the file, and asks the service itself.
            return;
        }
        Matcher piped = PIPED.matcher(line);
        Matcher exported = EXPORTED.matcher(line);
        if (piped.matches()) {
            vault(piped.group(2), Objects.requireNonNull(variables.get(piped.group(1)), line));
        } else if (exported.matches()) {
            variables.put(exported.group(1), vault(exported.group(2), ""));
        } else {
            vault(line, "");
        }
    }

    /** Returns the field that was asked for, empty if none was. */
    private String vault(String line, String input) {
        List<String> words = Arrays.asList(line.split("\\s+"));
        Map<String, Object> values = values(words, input);
        return switch (command(words)) {
            case "policy write" -> {
                operator.putPolicy(words.get(3), Objects.requireNonNull(files.get(words.get(4)), line));
                yield "";
            }
            case "auth enable" -> enable("sys/auth/", words.get(3));
            case "secrets enable" -> enable("sys/mounts/", words.get(3));
            case "kv put" -> {
                operator.putSecret(words.get(4), values);
                yield "";
            }
            case "kv patch" -> {
                operator.patchSecret(words.get(4), values);
                yield "";
            }
            case "token create" -> {
                Map<String, Object> wanted =
                        Map.of("policies", option(line, "policy"), "period", option(line, "period"), "orphan", true);
                yield String.valueOf(answered(operator.template().write("auth/token/create-orphan", wanted))
                        .getAuth()
                        .get("client_token"));
            }
            case "write" -> field(line, operator.template().write(path(words), values));
            case "read" -> field(line, operator.template().read(path(words)));
            default -> throw new AssertionError("docs/vault.md has a command that is not tested: " + line);
        };
    }

    private static String command(List<String> words) {
        boolean plain = words.get(1).equals("write") || words.get(1).equals("read");
        return plain ? words.get(1) : words.get(1) + ' ' + words.get(2);
    }

    private String enable(String where, String type) {
        operator.enable(where + type, type);
        return "";
    }

    private Map<String, Object> values(List<String> words, String input) {
        Map<String, Object> values = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0 && !word.startsWith("-")) {
                String value = word.substring(equals + 1);
                if (value.equals("-")) {
                    value = input;
                } else if (value.startsWith("@")) {
                    value = Objects.requireNonNull(files.get(value.substring(1)), word);
                }
                values.put(word.substring(0, equals), value);
            }
        }
        return values;
    }

    /** The first word that is neither a command, an option nor a value. */
    private static String path(List<String> words) {
        return words.stream()
                .skip(2)
                .filter(word -> !word.startsWith("-") && !word.contains("="))
                .findFirst()
                .orElseThrow();
    }

    private static String option(String line, String name) {
        return Pattern.compile("-" + name + "=(\\S+)")
                .matcher(line)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    private static String field(String line, VaultResponse response) {
        String name = option(line, "field");
        return name.isEmpty()
                ? ""
                : String.valueOf(answered(response).getRequiredData().get(name));
    }

    private static VaultResponse answered(VaultResponse response) {
        return Objects.requireNonNull(response, "Vault answers nothing");
    }
}
