package io.korests;

import io.korests.audit.AuditConfiguration;
import io.korests.audit.TracingConfiguration;
import io.korests.caller.CallerConfiguration;
import io.korests.caller.ProviderConfiguration;
import io.korests.cli.CheckConfigCommand;
import io.korests.client.ClientApps;
import io.korests.client.ClientConfiguration;
import io.korests.client.NativeCodeAhead;
import io.korests.config.SettingsConfiguration;
import io.korests.jwks.JwksConfiguration;
import io.korests.playground.PlaygroundConfiguration;
import io.korests.token.TokenConfiguration;
import io.korests.vault.VaultSupportConfiguration;
import io.korests.web.ManagementConfiguration;
import io.korests.web.WebConfiguration;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Starts the service. Its parts are named: to search for them, every class would be read at each start. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({
    SettingsConfiguration.class,
    ClientConfiguration.class,
    VaultSupportConfiguration.class,
    CallerConfiguration.class,
    ProviderConfiguration.class,
    JwksConfiguration.class,
    PlaygroundConfiguration.class,
    TokenConfiguration.class,
    AuditConfiguration.class,
    TracingConfiguration.class,
    WebConfiguration.class,
    ManagementConfiguration.class,
    StartNotice.class,
    NoMessages.class,
    // Last, so that what stands above takes the place of what Boot would set up.
    SpringBootParts.class
})
public class StsApplication {

    /**
     * @param arguments {@code check-config} to check the configuration and end, anything else is for Spring Boot
     */
    public static void main(String[] arguments) {
        // Boot would load Hibernate's validator and more on a second thread, which the first token has no use for.
        System.setProperty("spring.backgroundpreinitializer.ignore", "true");
        // Java would compose a method handle for each form of method that Spring calls by reflection: a tenth of the
        // start.
        System.setProperty("jdk.reflect.useNativeAccessorOnly", "true");
        if (arguments.length > 0 && arguments[0].equals(CheckConfigCommand.NAME)) {
            System.exit(checkConfig(arguments));
        }
        SpringApplication application = new SpringApplication(StsApplication.class);
        application.addListeners(new NativeCodeAhead());
        application.run(arguments);
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
