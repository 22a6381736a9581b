package io.korests.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionFailedException;

/** What is wrong with a property, in one sentence. */
public final class ConfigurationSentence {

    /** What becomes of JSON that stands in YAML without quotes: YAML reads it as properties. */
    private static final Pattern BELOW_JSON = Pattern.compile(
            "([^ ]+\\.(?:private-?claims|secure-?custom-?data|public-?key))\\.", Pattern.CASE_INSENSITIVE);

    private ConfigurationSentence() {}

    /** Joins a prefix with a complaint that begins with a property's name below it, or with a colon. */
    public static String about(String prefix, IllegalArgumentException complaint) {
        String message = String.valueOf(complaint.getMessage());
        return message.startsWith(":") ? prefix + message : prefix + '.' + message;
    }

    /** Says what did not bind, without the value that Boot's own report would print. */
    public static String about(BindException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnboundConfigurationPropertiesException unbound) {
                return unknown(unbound);
            }
            if (cause instanceof ConversionException conversion) {
                return failure.getName() + expected(conversion);
            }
            if (cause instanceof IllegalArgumentException complaint && isOurs(complaint)) {
                return about(failure.getName().toString(), complaint);
            }
        }
        return failure.getName() + " cannot be read: check its type and spelling";
    }

    /** Thrown by a constructor of ours, as opposed to the binder's own complaints, which may quote values. */
    private static boolean isOurs(IllegalArgumentException complaint) {
        StackTraceElement[] trace = complaint.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("io.korests.");
    }

    private static String unknown(UnboundConfigurationPropertiesException unbound) {
        String names = unbound.getUnboundProperties().stream()
                .map(property -> property.getName().toString())
                .sorted()
                .collect(Collectors.joining(", "));
        Matcher json = BELOW_JSON.matcher(names);
        if (json.find()) {
            return json.group(1) + " is JSON text: in YAML, put it between single quotes";
        }
        return names + (names.contains(",") ? " are not properties" : " is not a property")
                + " of kore-sts: check the spelling; docs/configuration.md lists all";
    }

    private static String expected(ConversionException conversion) {
        Class<?> type = conversion instanceof ConversionFailedException failed
                ? failed.getTargetType().getType()
                : null;
        if (type != null && type.isEnum()) {
            return " has no such value: set it to " + constants(type);
        }
        if (type == Duration.class) {
            return " is not a duration: set it to, for instance, 30s, 15m or 1h";
        }
        if (type == boolean.class || type == Boolean.class) {
            return " is neither true nor false";
        }
        if (type == int.class || type == Integer.class) {
            return " is not a whole number";
        }
        return " cannot be read: check its type" + kind(type);
    }

    private static String kind(@Nullable Class<?> type) {
        return type == null ? "" : ", which is " + type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> spelling((Enum<?>) constant))
                .collect(Collectors.joining(", "));
    }

    /** As the documentation spells it: an algorithm as in its RFC, anything else in lower case. */
    private static String spelling(Enum<?> constant) {
        boolean algorithm = constant.name().chars().anyMatch(Character::isDigit)
                || !constant.toString().equals(constant.name());
        return algorithm
                ? constant.toString()
                : ConfigurationPropertyName.adapt(constant.name().toLowerCase(Locale.ROOT), '_')
                        .toString()
                        .replace('.', '-');
    }
}
