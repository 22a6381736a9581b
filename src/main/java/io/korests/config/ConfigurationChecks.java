package io.korests.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Checks of the configuration as a whole, whatever source it comes from: the same at the start, before any bean exists, at a
 * refresh and by check-config.
 */
public final class ConfigurationChecks implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    /** The key for what belongs to no client. */
    public static final String NO_CLIENT = "";

    private static final List<SettingsCheck> SETTINGS =
            SpringFactoriesLoader.forDefaultResourceLocation().load(SettingsCheck.class);

    /** @throws WrongConfigurationException with the first message, if there is one */
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        requireNone(context.getEnvironment());
    }

    void requireNone(Environment environment) {
        // A client under sts.cleints is to be reported as misspelt and not as missing.
        String message = in(environment).values().stream().findFirst().orElseGet(() -> wrongSetting(environment));
        if (message != null) {
            throw new WrongConfigurationException(message);
        }
    }

    /** Wrong names and values by client, or {@link #NO_CLIENT}: a message that says what is wrong. */
    public Map<String, String> in(Environment environment) {
        Map<String, String> messages = UnknownProperties.in(environment);
        WrongValues.in(environment).forEach(messages::putIfAbsent);
        return messages;
    }

    /** What is wrong with a setting that belongs to no client, or null. Names and values must be right. */
    public @Nullable String wrongSetting(Environment environment) {
        try {
            SETTINGS.forEach(check -> check.require(environment));
            return null;
        } catch (WrongConfigurationException | BindException wrong) {
            return ConfigurationErrors.of(wrong);
        }
    }
}
