package io.korests.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Hides the variables that Kubernetes injects for Services whose names begin with {@code sts}. Otherwise
 * {@code STS_CLIENTS_PORT} of a Service {@code sts-clients} would be a client by the name of port.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">Kubernetes: Service,
 *     environment variables</a>
 */
@Order(Ordered.HIGHEST_PRECEDENCE) // before Boot's own post-processor, which keeps the variables with their origin
final class KubernetesServiceVariables implements EnvironmentPostProcessor {
    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    private static final Pattern INJECTED = Pattern.compile(
            "STS(_[A-Z0-9]+)*_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        MutablePropertySources sources = environment.getPropertySources();
        PropertySource<?> variables = sources.get(ENVIRONMENT);
        if (variables != null && variables.getSource() instanceof Map<?, ?> all) {
            Map<String, Object> kept = new LinkedHashMap<>();
            all.forEach((name, value) -> kept.put(String.valueOf(name), value));
            kept.keySet().removeIf(KubernetesServiceVariables::isInjected);
            sources.replace(ENVIRONMENT, new SystemEnvironmentPropertySource(ENVIRONMENT, kept));
        }
    }

    static boolean isInjected(String name) {
        return INJECTED.matcher(name.toUpperCase(Locale.ROOT)).matches();
    }
}
