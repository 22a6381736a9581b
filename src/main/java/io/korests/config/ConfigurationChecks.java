package io.korests.config;

import java.util.Map;
import org.springframework.core.env.Environment;

/** Checks of names and values, whatever source they come from: the same at the start, at a refresh and by check-config. */
public final class ConfigurationChecks {
    /** The key for what belongs to no client. */
    public static final String NO_CLIENT = "";

    private final KnownProperties known = new KnownProperties();
    private final UnknownProperties names = new UnknownProperties(known);
    private final WrongValues values = new WrongValues(known);

    /** By client, or {@link #NO_CLIENT}: a message that says what is wrong. */
    public Map<String, String> in(Environment environment) {
        Map<String, String> messages = names.in(environment);
        values.in(environment).forEach(messages::putIfAbsent);
        return messages;
    }

    /** @throws WrongConfigurationException with the first message, if there is one */
    public void requireNone(Environment environment) {
        in(environment).values().stream().findFirst().ifPresent(message -> {
            throw new WrongConfigurationException(message);
        });
    }
}
