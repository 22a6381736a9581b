package io.korests.config;

import io.korests.StsProperties;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** All properties of {@link StsProperties}, the environment variables that set them, and what is known of Spring's. */
final class KnownProperties {
    static final ConfigurationPropertyName STS = ConfigurationPropertyName.of("sts");
    static final ConfigurationPropertyName CLIENTS = ConfigurationPropertyName.of("sts.clients");
    private static final ConfigurationPropertyName ANY_CLIENT = CLIENTS.append("any");
    private static final int BELOW_CLIENT = 3;
    private static final Pattern VARIABLE = Pattern.compile("([A-Z0-9]+(?:_[A-Z0-9]+)*?)(_\\d+_?)?");
    private static final Pattern FIRST_WORD_OF_CLIENT = Pattern.compile("^STS_CLIENTS_[A-Z0-9]+_");

    /** Of Spring's; a blank value of them drops a check. */
    static final ConfigurationPropertyName JWT =
            ConfigurationPropertyName.of("spring.security.oauth2.resourceserver.jwt");

    static final ConfigurationPropertyName VAULT = ConfigurationPropertyName.of("spring.cloud.vault");
    private static final Pattern TEXT_OF_VAULT = Pattern.compile(".*(token|id|role|password|namespace)");
    private static final Set<String> LISTS_OF_SPRING = Set.of("audiences", "jwsalgorithms");

    /** PEM and JSON. */
    private static final Set<String> DOCUMENTS = Set.of("privateKey", "publicKey", "privateClaims", "secureCustomData");

    /** Also by the name that Boot makes of a variable with an underscore for each dash. */
    private static final Map<ConfigurationPropertyName, Property> PROPERTIES = new HashMap<>();

    static {
        addComponents("sts.", StsProperties.class);
    }

    private KnownProperties() {}

    private static void addComponents(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + DataObjectPropertyName.toDashedForm(component.getName());
            if (component.getType().isRecord()) {
                addComponents(name + '.', component.getType());
            } else if (component.getGenericType() instanceof ParameterizedType map && map.getRawType() == Map.class) {
                addComponents(name + ".any.", (Class<?>) map.getActualTypeArguments()[1]);
            } else {
                add(name, kind(component), Collection.class.isAssignableFrom(component.getType()));
            }
        }
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

    private static void add(String text, Kind kind, boolean list) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(text);
        Property property = new Property(name, kind, list);
        PROPERTIES.put(name, property);
        PROPERTIES.put(ConfigurationPropertyName.of(text.replace('-', '.')), property);
    }

    static boolean has(ConfigurationPropertyName name) {
        Property property = find(name);
        return property != null && property.name().equals(withoutIndex(name)) && (property.list() || !hasIndex(name));
    }

    /** What a name stands for, of this service or of Spring. */
    static Property of(ConfigurationPropertyName name) {
        Property known = find(name);
        if (known != null) {
            return known;
        }
        boolean list = name.isLastElementIndexed();
        ConfigurationPropertyName whole = list ? name.getParent() : name;
        String last = whole.getLastElement(Form.UNIFORM);
        boolean text = JWT.equals(whole) // the entry jwt[audiences]
                || JWT.isAncestorOf(whole)
                || VAULT.isAncestorOf(whole) && TEXT_OF_VAULT.matcher(last).matches()
                || last.endsWith("password");
        return new Property(whole, text ? Kind.TEXT : Kind.OTHER, list || LISTS_OF_SPRING.contains(last));
    }

    /**
     * The property that a name stands for, also one that was made of an environment variable.
     *
     * @param name of the property, or of an entry of a list
     * @return with the client's name; null if there is none
     */
    private static @Nullable Property find(ConfigurationPropertyName name) {
        ConfigurationPropertyName whole = withoutIndex(name);
        if (!CLIENTS.isAncestorOf(whole)) {
            return PROPERTIES.get(whole);
        }
        Property ofAny = PROPERTIES.get(ANY_CLIENT.append(whole.subName(BELOW_CLIENT)));
        return ofAny == null
                ? null
                : new Property(
                        whole.chop(BELOW_CLIENT).append(ofAny.name().subName(BELOW_CLIENT)),
                        ofAny.kind(),
                        ofAny.list());
    }

    private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
        return hasIndex(name) ? name.getParent() : name;
    }

    private static boolean hasIndex(ConfigurationPropertyName name) {
        return name.isLastElementIndexed() && name.getLastElement(Form.ORIGINAL).matches("\\d+");
    }

    /**
     * Boot looks for two: STS_CLIENTS_TRAVEL_CLIENTID and, as older versions did, STS_CLIENTS_TRAVEL_CLIENT_ID.
     *
     * @param name in upper case
     */
    static boolean hasVariable(String name) {
        Matcher variable = VARIABLE.matcher(name);
        if (!variable.matches()) {
            return false;
        }
        String dotted = variable.group(1).toLowerCase(Locale.ROOT).replace('_', '.');
        Property property = find(ConfigurationPropertyName.of(dotted));
        return property != null && (property.list() || variable.group(2) == null);
    }

    /** Whether the variable would be known if a client's name could have an underscore. */
    static boolean hasVariableForNameWithUnderscore(String name) {
        String shorter = FIRST_WORD_OF_CLIENT.matcher(name).replaceFirst("STS_CLIENTS_");
        return !shorter.equals(name) && (hasVariable(shorter) || hasVariableForNameWithUnderscore(shorter));
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
