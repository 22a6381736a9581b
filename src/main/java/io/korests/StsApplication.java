package io.korests;

import io.korests.cli.CheckConfigCommand;
import io.korests.client.ClientApps;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.LifecycleMvcEndpointAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshEndpointAutoConfiguration;
import org.springframework.cloud.autoconfigure.WritableEnvironmentEndpointAutoConfiguration;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.vault.config.VaultAutoConfiguration;
import org.springframework.cloud.vault.config.VaultHealthIndicatorAutoConfiguration;
import org.springframework.cloud.vault.config.VaultObservationAutoConfiguration;
import org.springframework.cloud.vault.config.VaultReactiveAutoConfiguration;
import org.springframework.cloud.vault.config.VaultReactiveObservationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the service. Spring Security's decoder for bearer tokens is used, its filter chain is not: there is one endpoint, and
 * {@code io.korests.caller} guards it.
 */
@SpringBootApplication(
        exclude = {
            SecurityAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class,
            SecurityFilterAutoConfiguration.class,
            ServletWebSecurityAutoConfiguration.class,
            OAuth2ResourceServerWebSecurityAutoConfiguration.class,
            RefreshEndpointAutoConfiguration.class,
            RefreshAutoConfiguration.class,
            ConfigurationPropertiesRebinderAutoConfiguration.class,
            LifecycleMvcEndpointAutoConfiguration.class,
            WritableEnvironmentEndpointAutoConfiguration.class,
            CommonsClientAutoConfiguration.class,
            CompositeDiscoveryClientAutoConfiguration.class,
            SimpleDiscoveryClientAutoConfiguration.class,
            VaultAutoConfiguration.class,
            VaultObservationAutoConfiguration.class,
            VaultReactiveObservationAutoConfiguration.class,
            VaultHealthIndicatorAutoConfiguration.class,
            VaultReactiveAutoConfiguration.class
        })
public class StsApplication {

    /**
     * @param arguments {@code check-config} to check the configuration and end, anything else is for Spring Boot
     */
    public static void main(String[] arguments) {
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
