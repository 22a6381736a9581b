package io.korests.config;

import io.korests.StsProperties;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** The names of all properties of {@link StsProperties}, and of the environment variables that set them. */
final class KnownProperties {
    private static final ConfigurationPropertyName CLIENTS = ConfigurationPropertyName.of("sts.clients");
    private static final ConfigurationPropertyName ANY_CLIENT = CLIENTS.append("any");
    private static final int BELOW_CLIENT = 3;
    private static final Pattern CLIENT_VARIABLE = Pattern.compile("^STS_CLIENTS_[A-Z0-9]+(?=_)");
    private static final String ANY_CLIENT_VARIABLE = "STS_CLIENTS_ANY";
    private static final Pattern INDEX = Pattern.compile("_\\d+_?$");

    /** With {@code any} for a client's name, and with the index 0 as well where a property is a list. */
    private final Set<ConfigurationPropertyName> names = new HashSet<>();

    private final Set<String> variables = new HashSet<>();

    /** The names right under {@code sts}, with their spelling without dashes as key. */
    private final Map<String, String> firstLevel = new TreeMap<>();

    KnownProperties() {
        for (RecordComponent component : StsProperties.class.getRecordComponents()) {
            firstLevel.put(component.getName().toLowerCase(Locale.ROOT), dashed(component));
        }
        addComponents("sts.", StsProperties.class);
    }

    private void addComponents(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + dashed(component);
            if (component.getType().isRecord()) {
                addComponents(name + '.', component.getType());
            } else if (component.getGenericType() instanceof ParameterizedType map && map.getRawType() == Map.class) {
                addComponents(name + ".any.", (Class<?>) map.getActualTypeArguments()[1]);
            } else {
                add(name, Collection.class.isAssignableFrom(component.getType()));
            }
        }
    }

    private static String dashed(RecordComponent component) {
        return DataObjectPropertyName.toDashedForm(component.getName());
    }

    private void add(String name, boolean list) {
        names.add(ConfigurationPropertyName.of(name));
        if (list) {
            names.add(ConfigurationPropertyName.of(name + "[0]"));
        }
        // Boot looks for both: STS_CLIENTS_TRAVEL_CLIENTID and, as older versions did, STS_CLIENTS_TRAVEL_CLIENT_ID.
        for (String spelling : List.of(name.replace("-", ""), name.replace('-', '_'))) {
            String variable = spelling.replace('.', '_').toUpperCase(Locale.ROOT);
            variables.add(variable);
            if (list) {
                variables.add(variable + "_0");
            }
        }
    }

    boolean has(ConfigurationPropertyName name) {
        boolean indexed = name.isLastElementIndexed()
                && name.getLastElement(Form.ORIGINAL).matches("\\d+");
        ConfigurationPropertyName general = indexed ? name.getParent().append("[0]") : name;
        return names.contains(
                CLIENTS.isAncestorOf(general) ? ANY_CLIENT.append(general.subName(BELOW_CLIENT)) : general);
    }

    /** @param name in upper case */
    boolean hasVariable(String name) {
        String general = CLIENT_VARIABLE.matcher(name).replaceFirst(ANY_CLIENT_VARIABLE);
        return variables.contains(INDEX.matcher(general).replaceFirst("_0"));
    }

    /** Whether the variable would be known if a client's name could have an underscore. */
    boolean hasVariableForNameWithUnderscore(String name) {
        String indexed = INDEX.matcher(name).replaceFirst("_0");
        return CLIENT_VARIABLE.matcher(name).find()
                && variables.stream()
                        .filter(variable -> variable.startsWith(ANY_CLIENT_VARIABLE))
                        .anyMatch(variable -> indexed.endsWith(variable.substring(ANY_CLIENT_VARIABLE.length())));
    }

    /** The name right under {@code sts} that this one spells or nearly spells, or null. */
    @Nullable
    String nearest(String name) {
        String bare = name.replace("-", "").toLowerCase(Locale.ROOT);
        return firstLevel.entrySet().stream()
                .filter(known ->
                        distance(known.getKey(), bare) <= (known.getKey().length() < 6 ? 1 : 2))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    boolean isFirstLevel(String name) {
        return firstLevel.containsKey(name.replace("-", "").toLowerCase(Locale.ROOT));
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
