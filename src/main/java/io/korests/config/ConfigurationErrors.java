package io.korests.config;

import io.korests.WrongPropertyException;
import java.io.FileNotFoundException;
import java.net.InetAddress;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataNotFoundException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Messages about wrong properties. They show no value. */
public final class ConfigurationErrors {
    static final String UNREADABLE =
            ", which cannot be read: check that it is there and that the user of this process may read it";

    private static final Map<Class<?>, String> EXPECTED = Map.of(
            Duration.class, "is not a duration: set it to, for instance, 30s, 15m or 1h",
            DataSize.class, "is not a size: set it to, for instance, 8KB or 1MB",
            InetAddress.class, "is not an address: set it to, for instance, 127.0.0.1",
            Boolean.class, "is neither true nor false",
            Integer.class, "is not a whole number",
            Long.class, "is not a whole number");

    private ConfigurationErrors() {}

    /** @param complaint begins with a property's name below the prefix, or with a colon */
    public static String about(String prefix, IllegalArgumentException complaint) {
        String message = String.valueOf(complaint.getMessage());
        return message.startsWith(":") ? prefix + message : prefix + '.' + message;
    }

    /** What keeps a configuration from being read; null if that is unknown. */
    public static @Nullable String of(Throwable failure) {
        String message = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WrongConfigurationException wrong) {
                return wrong.getMessage();
            }
            // A message of our own below it says more.
            if (message == null) {
                message = meaning(cause);
            }
        }
        return message;
    }

    private static @Nullable String meaning(Throwable cause) {
        if (cause instanceof BindException bind) {
            return about(bind);
        }
        if (cause instanceof ConfigDataNotFoundException absent) {
            return "Config data " + absent.getReferenceDescription()
                    + " does not exist: check the place, or put optional: before it";
        }
        if (cause instanceof MarkedYAMLException yaml) {
            return "A YAML file cannot be read%s: check its indentation, its quotes and that no key stands twice"
                    .formatted(yaml.getProblemMark() == null ? "" : at(yaml.getProblemMark()));
        }
        String file = fileOf(cause);
        return file == null ? null : "The configuration is in " + file + UNREADABLE;
    }

    private static String at(Mark mark) {
        return ", line " + (mark.getLine() + 1) + " column " + (mark.getColumn() + 1);
    }

    /** The file that could not be read; null if there is none in the failure. */
    static @Nullable String file(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String file = fileOf(cause);
            if (file != null) {
                return file;
            }
        }
        return null;
    }

    private static @Nullable String fileOf(Throwable cause) {
        if (cause instanceof FileSystemException file) {
            return file.getFile();
        }
        // Java's own has nothing but the name and the reason in its message.
        return cause instanceof FileNotFoundException ? cause.getMessage() : null;
    }

    /** Boot's own report would print the value that did not bind. */
    public static String about(BindException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BindValidationException invalid) {
                return violation(invalid.getValidationErrors());
            }
            if (cause instanceof ConversionException conversion) {
                return failure.getName() + " " + expected(conversion);
            }
            if (cause instanceof WrongPropertyException wrong) {
                return about(failure.getName().toString(), wrong);
            }
        }
        return failure.getName() + " cannot be read: check its type and spelling";
    }

    /** The first of several: the next one shows when it is fixed. */
    private static String violation(ValidationErrors errors) {
        return errors.getAllErrors().stream()
                .map(error -> "%s.%s %s"
                        .formatted(
                                errors.getName(), dashed(((FieldError) error).getField()), error.getDefaultMessage()))
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    /** {@code clients.travel.key-id} for {@code clients[travel].keyId}. */
    private static String dashed(String field) {
        return Arrays.stream(field.replaceAll("\\[([^\\]]+)]", ".$1").split("\\."))
                .map(DataObjectPropertyName::toDashedForm)
                .collect(Collectors.joining("."));
    }

    private static String expected(ConversionException conversion) {
        if (!(conversion instanceof ConversionFailedException failed)) {
            return "cannot be read: check its type";
        }
        String unresolved = Placeholders.unresolved(String.valueOf(failed.getValue()));
        Class<?> type = failed.getTargetType().getType();
        if (unresolved != null) {
            return unresolved;
        }
        return type.isEnum()
                ? "has no such value: set it to " + constants(type)
                : EXPECTED.getOrDefault(
                        ClassUtils.resolvePrimitiveIfNecessary(type),
                        "cannot be read: check its type, which is "
                                + type.getSimpleName().toLowerCase(Locale.ROOT));
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Enum.class::cast)
                .map(ConfigurationErrors::spelling)
                .collect(Collectors.joining(", "));
    }

    /** An algorithm as in its RFC, anything else in lower case. */
    private static String spelling(Enum<?> constant) {
        boolean algorithm = constant.name().chars().anyMatch(Character::isDigit)
                || !constant.toString().equals(constant.name());
        return algorithm
                ? constant.toString()
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
