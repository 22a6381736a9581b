package io.korests.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogFile;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refuses a log file that cannot be written: the logging system itself would end the start by a stack trace. */
final class WritableLogFile implements EnvironmentPostProcessor {
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        LogFile log = LogFile.get(environment);
        if (log == null) {
            return;
        }
        Path file = Path.of(log.toString()).toAbsolutePath();
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
