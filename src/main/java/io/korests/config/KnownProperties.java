package io.korests.config;

import io.korests.StsProperties;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** The names of all properties of {@link StsProperties}, and of the environment variables that set them. */
final class KnownProperties {

    private static final String CLIENTS = "sts.clients";
    private static final int CLIENT_NAME = 2;

    /** Without dashes, as Boot compares names; {@code *} stands for a client's name. */
    private final Set<String> scalars = new HashSet<>();

    private final Set<String> lists = new HashSet<>();
    private final List<Pattern> variables = new ArrayList<>();

    /** The names right under {@code sts}, dashed. */
    private final Set<String> firstLevel = new TreeSet<>();

    /** The ones among them that have properties of their own. */
    private final Set<String> groups = new TreeSet<>();

    KnownProperties() {
        for (RecordComponent component : StsProperties.class.getRecordComponents()) {
            String name = dashed(component);
            firstLevel.add(name);
            if (component.getType().isRecord() || Map.class.isAssignableFrom(component.getType())) {
                groups.add(name);
            }
        }
        addComponents("sts", StsProperties.class);
    }

    private void addComponents(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + '.' + dashed(component);
            if (component.getType().isRecord()) {
                addComponents(name, component.getType());
            } else if (component.getGenericType() instanceof ParameterizedType map && map.getRawType() == Map.class) {
                addComponents(name + ".*", (Class<?>) map.getActualTypeArguments()[1]);
            } else {
                add(name, Collection.class.isAssignableFrom(component.getType()));
            }
        }
    }

    private static String dashed(RecordComponent component) {
        return DataObjectPropertyName.toDashedForm(component.getName());
    }

    private void add(String name, boolean list) {
        (list ? lists : scalars).add(bare(name));
        // Boot looks for both: STS_CLIENTS_TRAVEL_CLIENTID and, as older versions did, STS_CLIENTS_TRAVEL_CLIENT_ID.
        for (String spelling : new String[] {bare(name), name.replace('-', '_')}) {
            String variable =
                    spelling.replace('.', '_').toUpperCase(Locale.ROOT).replace("*", "[A-Z0-9]+");
            variables.add(Pattern.compile(variable + (list ? "(_\\d+_?)?" : "")));
        }
    }

    boolean has(ConfigurationPropertyName name) {
        if (name.isLastElementIndexed() && name.getLastElement(Form.ORIGINAL).matches("\\d+")) {
            return lists.contains(general(name.getParent()));
        }
        String general = general(name);
        return scalars.contains(general) || lists.contains(general);
    }

    private static String general(ConfigurationPropertyName name) {
        StringBuilder general = new StringBuilder();
        for (int i = 0; i < name.getNumberOfElements(); i++) {
            boolean client = i == CLIENT_NAME && CLIENTS.contentEquals(general);
            general.append(i == 0 ? "" : ".").append(client ? "*" : name.getElement(i, Form.UNIFORM));
        }
        return general.toString();
    }

    /** @param name in upper case */
    boolean hasVariable(String name) {
        return variables.stream().anyMatch(variable -> variable.matcher(name).matches());
    }

    /** Whether the variable would be known if a client's name could have an underscore. */
    boolean hasVariableForNameWithUnderscore(String name) {
        return name.startsWith("STS_CLIENTS_")
                && variables.stream()
                        .anyMatch(variable -> name.matches(variable.pattern().replace("[A-Z0-9]+", "[A-Z0-9_]+")));
    }

    /** Whether the variable's name begins as those of one group do, such as {@code STS_CALLER_}. */
    boolean isInGroup(String variable) {
        return groups.stream()
                .anyMatch(group -> variable.startsWith(prefix(bare(group))) || variable.startsWith(prefix(group)));
    }

    private static String prefix(String group) {
        return "STS_" + group.replace('-', '_').toUpperCase(Locale.ROOT) + '_';
    }

    boolean isFirstLevel(String name) {
        return firstLevel.stream().anyMatch(known -> bare(known).equals(bare(name)));
    }

    /** The first-level name that this one nearly spells, or null. */
    @Nullable
    String nearest(String name) {
        return firstLevel.stream()
                .filter(known -> distance(bare(known), bare(name)) <= (known.length() < 6 ? 1 : 2))
                .findFirst()
                .orElse(null);
    }

    private static String bare(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be inserted, deleted or replaced to make one of the other (Levenshtein). */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
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
