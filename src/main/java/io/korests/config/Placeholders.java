package io.korests.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.cloud.vault.config.VaultConfigOperations;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.vault.core.env.LeaseAwareVaultPropertySource;

/**
 * Resolves as Boot's binder does, but for what Vault and mounted files hold: whoever may write one secret could otherwise read
 * all others by their placeholders.
 */
final class Placeholders extends PropertySourcesPlaceholdersResolver {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?<name>[\\w.\\[\\]-]+(?=[:}]))?[^}]*}");

    private final MutablePropertySources sources;

    Placeholders(Environment environment) {
        super(environment);
        sources = ((ConfigurableEnvironment) environment).getPropertySources();
    }

    /** Whether the source's values are text, in which nothing is replaced. */
    static boolean isLiteral(@Nullable Object source) {
        return source instanceof ConfigTreePropertySource
                || source instanceof LeaseAwareVaultPropertySource
                || source instanceof PropertySource<?> vault && vault.getSource() instanceof VaultConfigOperations;
    }

    @Override
    protected @Nullable String resolvePlaceholder(String placeholder) {
        String value = super.resolvePlaceholder(placeholder);
        return value != null && isHeldAsText(value) ? null : value;
    }

    /** Whether the value has placeholders, and Vault or a mounted file holds it. */
    private boolean isHeldAsText(String value) {
        return PLACEHOLDER.matcher(value).find()
                && sources.stream().anyMatch(source -> isLiteral(source) && has(source, value));
    }

    private static boolean has(PropertySource<?> source, String value) {
        return source instanceof EnumerablePropertySource<?> texts
                && Stream.of(texts.getPropertyNames()).anyMatch(name -> value.equals(read(texts, name)));
    }

    private static String read(EnumerablePropertySource<?> source, String name) {
        try {
            return String.valueOf(source.getProperty(name));
        } catch (RuntimeException unreadable) {
            return "";
        }
    }

    /** Leaves what nothing resolves, and what refers to itself. */
    String resolve(String text) {
        try {
            return String.valueOf(resolvePlaceholders(text));
        } catch (IllegalArgumentException circular) {
            return text;
        }
    }

    /** What is wrong with a text that has a placeholder still, and what to do; null if it has none. */
    static @Nullable String unresolved(String text) {
        String placeholder = first(text);
        return placeholder == null
                ? null
                : "has " + placeholder + ", which nothing resolves: set it, or leave the property out";
    }

    /** The first placeholder of a text, null if there is none; what is no name in it is left out. */
    static @Nullable String first(String text) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        if (!placeholder.find()) {
            return null;
        }
        return placeholder.group("name") == null ? "${…}" : "${" + placeholder.group("name") + '}';
    }
}
