package io.korests;

import io.korests.cli.CheckConfigCommand;
import io.korests.client.ClientApps;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/** Starts the service. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
public class StsApplication {

    /**
     * @param arguments {@code check-config} to check the configuration and end, anything else is for Spring Boot
     */
    public static void main(String[] arguments) {
        // Boot would load Hibernate's validator and more on a second thread, which the first token has no use for.
        System.setProperty("spring.backgroundpreinitializer.ignore", "true");
        if (arguments.length > 0 && arguments[0].equals(CheckConfigCommand.NAME)) {
            System.exit(checkConfig(arguments));
        }
        SpringApplication.run(StsApplication.class, arguments);
    }

    private static int checkConfig(String[] arguments) {
        SpringApplication application = new SpringApplication(StsApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.setDefaultProperties(Map.of("logging.level.root", "warn"));
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            return new CheckConfigCommand(System.out)
                    .run(context.getBean(ClientApps.class).current());
        }
    }
}
