package io.korests;

import io.korests.cli.CheckConfigCommand;
import io.korests.cli.ExplainCommand;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** Starts the service. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@ImportAutoConfiguration // META-INF/spring/io.korests.StsApplication.imports
@EnableConfigurationProperties(StsProperties.class)
public class StsApplication {
    private static final Logger log = LoggerFactory.getLogger(StsApplication.class);

    /** @param arguments {@code check-config} or {@code explain} with what follows it, or else options of Spring Boot */
    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        String command = words.isEmpty() ? "" : words.get(0);
        switch (command) {
            case "check-config" -> System.exit(CheckConfigCommand.run(StsApplication.class, words, System.out));
            case "explain" -> System.exit(ExplainCommand.run(StsApplication.class, words, System.out));
            default -> SpringApplication.run(StsApplication.class, arguments);
        }
    }

    @Bean
    @ConditionalOnBooleanProperty("sts.development")
    ApplicationListener<ApplicationReadyEvent> developmentNotice() {
        return ready -> log.info(
                "This is the development set-up of ./config: its demo client has a secret made at random at this start,"
                        + " so Kore's platform will not accept its tokens");
    }
}
