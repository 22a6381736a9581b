package io.korests;

import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The properties that the code reads, with their defaults: {@code none} and {@code empty} where there is no value. */
public final class PropertyMetadata {

    private static final Pattern CLIENT = Pattern.compile("^sts\\.clients\\.[a-z0-9]+(?=\\.|$)");

    /** As the metadata spells a default of several values. */
    private static final Pattern LIST = Pattern.compile("^\\[(.*)]$");

    private final Map<String, String> defaults = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();

    public PropertyMetadata() throws Exception {
        try (InputStream metadata =
                PropertyMetadata.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode property : new JsonMapper().readTree(metadata).get("properties")) {
                add(property);
            }
        }
        // The map itself has no value; its keys follow.
        defaults.remove("sts.clients");
        addComponents("sts.clients.<name>", ClientProperties.class);
    }

    private void add(JsonNode property) {
        String name = property.get("name").asString();
        JsonNode value = property.get("defaultValue");
        boolean collection = property.get("type").asString().startsWith("java.util.");
        if (name.startsWith("sts.") && !name.equals("sts.clients")) {
            types.put(name, property.get("type").asString());
            defaults.put(
                    name,
                    value != null ? LIST.matcher(value.asString()).replaceFirst("$1") : collection ? "empty" : "none");
        }
    }

    /** Boot's metadata says nothing of the values of a map. */
    private void addComponents(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + '.' + DataObjectPropertyName.toDashedForm(component.getName());
            if (component.getType().isRecord()) {
                addComponents(name, component.getType());
            } else {
                types.put(name, component.getGenericType().getTypeName());
                defaults.put(name, defaultOf(component, type));
            }
        }
    }

    private static String defaultOf(RecordComponent component, Class<?> type) {
        DefaultValue value = Arrays.stream(type.getDeclaredConstructors()[0].getParameters())
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .findFirst()
                .orElseThrow()
                .getAnnotation(DefaultValue.class);
        if (value != null && value.value().length > 0) {
            return value.value()[0];
        }
        return Collection.class.isAssignableFrom(component.getType()) ? "empty" : "none";
    }

    /** The Java type of each property. */
    public Map<String, String> types() {
        return types;
    }

    Map<String, String> defaults() {
        return defaults;
    }

    /** Whether this is a property, or the beginning of one; the name of a client and a position in a list may be any. */
    boolean has(String name) {
        String general = CLIENT.matcher(name).replaceFirst("sts.clients.<name>").replaceAll("\\[\\d+]$", "");
        return defaults.keySet().stream().anyMatch(known -> (known + '.').startsWith(general + '.'));
    }

    /** Whether an environment variable of this name sets a property. */
    boolean hasVariable(String name) {
        return defaults.keySet().stream()
                .map(known -> known.replace("-", "").replace(".", "_").toUpperCase(Locale.ROOT))
                .anyMatch(known -> name.matches(known.replace("<NAME>", "[A-Z0-9]+")));
    }
}
