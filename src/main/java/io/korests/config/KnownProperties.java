package io.korests.config;

import io.korests.StsProperties;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** PEM and JSON. */
    private static final Set<String> DOCUMENTS = Set.of("privateKey", "publicKey", "privateClaims", "secureCustomData");

    /** By the elements of the name without anything between them: variables have underscores where names have dashes. */
    private final Map<String, Property> properties = new HashMap<>();

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
                boolean list = Collection.class.isAssignableFrom(component.getType());
                Property property = new Property(ConfigurationPropertyName.of(name), kind(component), list);
                properties.put(joined(property.name()), property);
                add(name, list);
            }
        }
    }

    private static String dashed(RecordComponent component) {
        return DataObjectPropertyName.toDashedForm(component.getName());
    }

    private static Kind kind(RecordComponent component) {
        boolean text = component.getType() == String.class
                || component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] == String.class;
        if (!text) {
            return Kind.OTHER;
        }
        return DOCUMENTS.contains(component.getName()) ? Kind.DOCUMENT : Kind.TEXT;
    }

    static String joined(ConfigurationPropertyName name) {
        return IntStream.range(0, name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, Form.UNIFORM))
                .collect(Collectors.joining());
    }

    private void add(String name, boolean list) {
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
        Property property = find(name);
        return property != null
                && (hasIndex(name)
                        ? property.list() && property.name().equals(name.getParent())
                        : property.name().equals(name));
    }

    private static boolean hasIndex(ConfigurationPropertyName name) {
        return name.isLastElementIndexed() && name.getLastElement(Form.ORIGINAL).matches("\\d+");
    }

    private static ConfigurationPropertyName general(ConfigurationPropertyName name) {
        return CLIENTS.isAncestorOf(name) ? ANY_CLIENT.append(name.subName(BELOW_CLIENT)) : name;
    }

    /**
     * The property that a name stands for, also one that was made of an environment variable.
     *
     * @param name of the property, or of an entry of a list
     * @return with the client's name; null if there is none
     */
    @Nullable
    Property find(ConfigurationPropertyName name) {
        ConfigurationPropertyName whole = hasIndex(name) ? name.getParent() : name;
        Property known = properties.get(joined(general(whole)));
        if (known == null || !CLIENTS.isAncestorOf(whole)) {
            return known;
        }
        ConfigurationPropertyName client = whole.chop(BELOW_CLIENT);
        return new Property(client.append(known.name().subName(BELOW_CLIENT)), known.kind(), known.list());
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

    /** @param list whether it has several values */
    record Property(ConfigurationPropertyName name, Kind kind, boolean list) {}

    enum Kind {
        /** On one line. */
        TEXT,
        /** PEM or JSON. */
        DOCUMENT,
        /** A number, a duration, one of several words. */
        OTHER
    }
}
