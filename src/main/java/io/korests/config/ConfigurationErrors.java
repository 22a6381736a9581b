package io.korests.config;

import io.korests.WrongPropertyException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.validation.FieldError;

/** Messages about wrong properties. They show no value. */
public final class ConfigurationErrors {
    private ConfigurationErrors() {}

    /** @param complaint begins with a property's name below the prefix, or with a colon */
    public static String about(String prefix, IllegalArgumentException complaint) {
        String message = String.valueOf(complaint.getMessage());
        return message.startsWith(":") ? prefix + message : prefix + '.' + message;
    }

    /** Boot's own report would print the value that did not bind. */
    public static String about(BindException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BindValidationException invalid) {
                return violation(invalid.getValidationErrors());
            }
            if (cause instanceof ConversionException conversion) {
                return failure.getName() + expected(conversion);
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
        String kind = type == null ? "" : ", which is " + type.getSimpleName().toLowerCase(Locale.ROOT);
        return " cannot be read: check its type" + kind;
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
