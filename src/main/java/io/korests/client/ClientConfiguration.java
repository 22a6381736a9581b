package io.korests.client;

import io.korests.vault.TransitKeys;
import io.korests.vault.VaultLogin;
import io.korests.vault.VaultPaths;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

@Configuration(proxyBeanMethods = false)
public class ClientConfiguration {

    private static final Logger log = LoggerFactory.getLogger(ClientConfiguration.class);

    @Bean
    ClientBinder clientBinder(ConfigurableEnvironment environment, TransitKeys transitKeys) {
        return new ClientBinder(environment, new ClientAppFactory(transitKeys));
    }

    @Bean
    ClientApps clientApps(ClientBinder binder, ConfigurableEnvironment environment, VaultPaths paths) {
        paths.requirePresent(environment);
        return new ClientApps(binder.clients());
    }

    /** At the start and never again: a refresh would repeat them every minute. check-config prints them itself. */
    @Bean
    @ConditionalOnWebApplication
    ApplicationListener<ApplicationReadyEvent> clientNotices(ClientApps clients) {
        return ready -> ClientNotices.about(clients.current()).forEach(log::warn);
    }

    @Bean
    CredentialsState credentialsState(InstantSource clock) {
        return new CredentialsState(clock);
    }

    @Bean
    CredentialsHealth credentialsHealthIndicator(ClientApps clients, CredentialsState state) {
        return new CredentialsHealth(clients, state);
    }

    @Bean
    Gauge credentialsAge(CredentialsState state, MeterRegistry metrics) {
        return Gauge.builder("sts.credentials.age", () -> state.age().toMillis() / 1000.0)
                .description("Since the credentials were last read whole and found valid")
                .baseUnit("seconds")
                .register(metrics);
    }

    @Bean
    ClientSwap clientSwap(ClientBinder binder, ClientApps clients, CredentialsState state, MeterRegistry metrics) {
        return new ClientSwap(binder, clients, state, metrics);
    }

    /**
     * Spring Cloud's own set-up of it would also rebind every {@code @ConfigurationProperties} bean at each refresh, while
     * requests read them, and publish an endpoint that goes past our checks.
     */
    @Bean
    static ContextRefresher contextRefresher(
            ConfigurableApplicationContext context, ObjectProvider<ConfigurableBootstrapContext> bootstrap) {
        return new ConfigurationSources(context, bootstrap.getIfAvailable());
    }

    @Bean
    ClientRefresh clientRefresh(
            ContextRefresher sources,
            ConfigurableEnvironment environment,
            ClientSwap swap,
            VaultLogin login,
            VaultPaths paths) {
        return new ClientRefresh(sources, environment, swap, login, paths);
    }

    @Bean
    RefreshSchedule refreshSchedule(ClientRefresh refresh, ClientBinder binder, InstantSource clock) {
        return new RefreshSchedule(refresh, binder.properties().refreshInterval(), clock);
    }

    @Bean
    RefreshEndpoint refreshEndpoint(ClientRefresh refresh) {
        return new RefreshEndpoint(refresh);
    }
}
