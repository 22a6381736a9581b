package io.korests.config;

import org.springframework.core.env.Environment;

/**
 * Refuses settings that bind and still cannot be served with. Each package names its own in {@code spring.factories}; {@link
 * ConfigurationChecks} asks them.
 */
public interface SettingsCheck {
    /** @throws WrongConfigurationException naming the first one that is wrong */
    void require(Environment environment);
}
