package io.korests.client;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.BootstrapRegistry.Scope;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.refresh.ConfigDataContextRefresher;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Reads the sources of the configuration again as Spring Cloud does, but keeps no binder of them. Boot would keep one, with an
 * index of all names, that nothing asks for until the next reading makes another; with ten thousand clients it is larger than
 * the clients.
 */
final class ConfigurationSources extends ConfigDataContextRefresher {

    private final @Nullable ConfigurableBootstrapContext bootstrap;

    /** @param bootstrap null where Spring Boot keeps none */
    ConfigurationSources(ConfigurableApplicationContext context, @Nullable ConfigurableBootstrapContext bootstrap) {
        super(context, new RefreshScope(), new RefreshAutoConfiguration.RefreshProperties());
        this.bootstrap = bootstrap;
        dropBinder();
    }

    @Override
    protected void updateEnvironment() {
        super.updateEnvironment();
        dropBinder();
    }

    private void dropBinder() {
        if (bootstrap != null) {
            bootstrap.register(
                    Binder.class,
                    InstanceSupplier.from(() -> Binder.get(getContext().getEnvironment()))
                            .withScope(Scope.PROTOTYPE));
        }
    }
}
