package io.korests.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogFile;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Where and how log lines are written. Of a wrong setting the logging system itself would end the start by a stack trace. */
final class LogOutputSettings implements EnvironmentPostProcessor, SettingsCheck {
    private static final List<String> OUTPUTS = List.of("console", "file");
    private static final List<String> FORMATS = List.of("ecs", "gelf", "logstash");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        require(environment);
        // At a start alone: a refresh opens no log file, and must not fail for one.
        LogFile file = LogFile.get(environment);
        if (file != null) {
            requireWritable(Path.of(file.toString()).toAbsolutePath());
        }
    }

    @Override
    public void require(Environment environment) {
        OUTPUTS.forEach(output -> {
            requireUtf8("logging.charset." + output, environment);
            requireFormat("logging.structured.format." + output, environment);
        });
    }

    private static void requireUtf8(String property, Environment environment) {
        String charset = environment.getProperty(property);
        if (StringUtils.hasText(charset) && !StandardCharsets.UTF_8.name().equalsIgnoreCase(charset)) {
            throw new WrongConfigurationException(
                    property + " is not UTF-8, so that two users could be one in the audit log: leave it out");
        }
    }

    private static void requireFormat(String property, Environment environment) {
        String format = environment.getProperty(property);
        if (StringUtils.hasText(format)
                && FORMATS.stream().noneMatch(format::equalsIgnoreCase)
                && !ClassUtils.isPresent(format, null)) {
            throw new WrongConfigurationException(property + " is not a format: set it to " + String.join(", ", FORMATS)
                    + " or to the name of a formatter's class");
        }
    }

    private static void requireWritable(Path file) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException exception) {
            throw new WrongConfigurationException(
                    "The log file " + file + " cannot be written: set logging.file.name to"
                            + " where the user of this process may write, or leave it out");
        }
    }
}
