package io.korests.config;

import io.korests.StsProperties;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Names under {@code sts} that no property has, in every kind of source. Boot ignores them, and a misspelt name would silently
 * drop a restriction.
 */
final class UnknownProperties {
    private static final Pattern VARIABLE_OF_CLIENT = Pattern.compile("STS_CLIENTS_([A-Z0-9]+)_.*");

    /** JSON in YAML without quotes: YAML reads it as properties. */
    private static final Pattern BELOW_JSON = Pattern.compile(
            "([^ ]+\\.(?:private-?claims|secure-?custom-?data|public-?key))\\.", Pattern.CASE_INSENSITIVE);

    private static final String DOCUMENTATION = "; docs/configuration.md lists all";

    /** The names right under {@code sts}, with their spelling without dashes as key. */
    private static final Map<String, String> FIRST_LEVEL = new TreeMap<>();

    static {
        for (RecordComponent component : StsProperties.class.getRecordComponents()) {
            String name = component.getName();
            FIRST_LEVEL.put(name.toLowerCase(Locale.ROOT), DataObjectPropertyName.toDashedForm(name));
        }
    }

    private UnknownProperties() {}

    /** By client, or {@link ConfigurationChecks#NO_CLIENT}: a message that names all properties that are not known. */
    static Map<String, String> in(Environment environment) {
        Map<String, TreeSet<String>> names = new TreeMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
                Stream.of(variables.getPropertyNames()).forEach(name -> addVariable(names, name));
            } else if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.forEach(name -> addProperty(names, name));
            }
        }
        Map<String, String> messages = new TreeMap<>();
        names.forEach((client, unknown) -> messages.put(client, message(unknown)));
        return messages;
    }

    private static void addVariable(Map<String, TreeSet<String>> names, String variable) {
        if (variable.contains(".")) {
            // Docker takes variables with dots, and Boot reads them as properties.
            addProperty(names, ConfigurationPropertyName.adapt(variable, '.'));
        }
        String name = variable.toUpperCase(Locale.ROOT);
        if (name.startsWith("STS_") && !KnownProperties.hasVariable(name) && isMeantForUs(name)) {
            Matcher ofClient = VARIABLE_OF_CLIENT.matcher(name);
            String client =
                    ofClient.matches() ? ofClient.group(1).toLowerCase(Locale.ROOT) : ConfigurationChecks.NO_CLIENT;
            names.computeIfAbsent(client, any -> new TreeSet<>()).add(name);
        }
    }

    private static void addProperty(Map<String, TreeSet<String>> names, ConfigurationPropertyName name) {
        if (KnownProperties.STS.isAncestorOf(name) && !KnownProperties.has(name)) {
            // Of an unknown group only the group is named, not each property below it.
            String group = name.getElement(1, Form.DASHED);
            String shown = isFirstLevel(group) ? name.toString() : "sts." + group;
            names.computeIfAbsent(clientOf(name), any -> new TreeSet<>()).add(shown);
        }
    }

    /** Whether its first word, or its first two, nearly spell a name right under {@code sts}: STS_HOME is somebody else's. */
    private static boolean isMeantForUs(String variable) {
        String[] words = variable.split("_", 4);
        return nearest(words[1]) != null || words.length > 2 && nearest(words[1] + words[2]) != null;
    }

    static String clientOf(ConfigurationPropertyName name) {
        return KnownProperties.CLIENTS.isAncestorOf(name)
                ? name.getElement(2, Form.ORIGINAL)
                : ConfigurationChecks.NO_CLIENT;
    }

    private static String message(TreeSet<String> names) {
        String all = String.join(", ", names);
        Matcher json = BELOW_JSON.matcher(all);
        if (json.find()) {
            return json.group(1) + " is JSON text: in YAML, put it between single quotes";
        }
        String first = names.first();
        if (KnownProperties.hasVariableForNameWithUnderscore(first)) {
            return first + " names a client with an underscore: an environment variable can spell letters and digits"
                    + " only, so rename that client" + DOCUMENTATION;
        }
        String word = first.split("[._]")[1];
        String nearest = isFirstLevel(word) ? null : nearest(word);
        return all + (names.size() > 1 ? " are not properties" : " is not a property") + " of kore-sts: "
                + (nearest == null ? "check the spelling" : "sts." + nearest + " is one") + DOCUMENTATION;
    }

    /** The name right under {@code sts} that this one spells or nearly spells, or null. */
    private static @Nullable String nearest(String name) {
        String bare = name.replace("-", "").toLowerCase(Locale.ROOT);
        return FIRST_LEVEL.entrySet().stream()
                .filter(known ->
                        distance(known.getKey(), bare) <= (known.getKey().length() < 6 ? 1 : 2))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean isFirstLevel(String name) {
        return FIRST_LEVEL.containsKey(name.replace("-", "").toLowerCase(Locale.ROOT));
    }

    /** How many letters to insert, delete or replace to make one of the other (Levenshtein). */
    private static int distance(String left, String right) {
        int[] row = IntStream.rangeClosed(0, right.length()).toArray();
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
