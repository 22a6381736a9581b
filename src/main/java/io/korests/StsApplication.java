package io.korests;

import io.korests.cli.BearerTokenReport;
import io.korests.cli.CheckConfigCommand;
import io.korests.client.ClientRegistry;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** Starts the service. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@ImportAutoConfiguration // META-INF/spring/io.korests.StsApplication.imports
@EnableConfigurationProperties(StsProperties.class)
public class StsApplication {
    private static final Logger log = LoggerFactory.getLogger(StsApplication.class);

    /**
     * @param arguments {@code check-config} to check the configuration and end, anything else is for Spring Boot
     */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals(CheckConfigCommand.NAME)) {
            System.exit(checkConfig(arguments));
        }
        SpringApplication.run(StsApplication.class, arguments);
    }

    @Bean
    @ConditionalOnBooleanProperty("sts.development")
    ApplicationListener<ApplicationReadyEvent> developmentNotice() {
        return ready -> log.info(
                "This is the development set-up of ./config: its demo client has a secret made at random at this start,"
                        + " so Kore's platform will not accept its tokens");
    }

    private static int checkConfig(String[] arguments) {
        SpringApplication application = new SpringApplication(StsApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.setDefaultProperties(Map.of("logging.level.root", "warn"));
        try (ConfigurableApplicationContext context = application.run(BearerTokenReport.joined(arguments))) {
            int clients = new CheckConfigCommand(System.out)
                    .run(context.getBean(ClientRegistry.class).current());
            return Math.max(clients, BearerTokenReport.print(context, System.out));
        }
    }
}
