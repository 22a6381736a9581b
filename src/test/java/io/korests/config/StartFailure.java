package io.korests.config;

import io.korests.StsProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.util.ClassUtils;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * Why a configuration does not start, as the operator reads it. What starts here is what the service adds to Spring Boot and
 * not the rest: more than a hundred starts of all of it would take minutes. {@code WrongStartIT} does it with the packaged
 * jar.
 */
final class StartFailure {

    private static final Class<?>[] CONFIGURATIONS = configurations();

    private StartFailure() {}

    /** @return the message; null if it starts */
    static String message(Map<String, String> properties) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.<String, Object>copyOf(properties)));
            ConfigurationPropertySources.attach(context.getEnvironment());
            new HeapDefaults().postProcessEnvironment(context.getEnvironment(), new SpringApplication());
            new ConfigurationChecks().initialize(context);
            context.register(CONFIGURATIONS);
            context.register(Missing.class);
            context.refresh();
            return null;
        } catch (RuntimeException failure) {
            FailureAnalysis analysis = new ConfigurationFailureAnalyzer().analyze(failure);
            if (analysis == null) {
                throw new AssertionError("not explained in a message", failure);
            }
            return analysis.getDescription();
        }
    }

    /** The XxxConfiguration of each package, whatever its conditions: they are for the context to decide. */
    private static Class<?>[] configurations() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(MetadataReader type) {
                return type.getAnnotationMetadata().hasAnnotation(Configuration.class.getName());
            }
        };
        return scanner.findCandidateComponents("io.korests").stream()
                .map(BeanDefinition::getBeanClassName)
                .filter(name -> name.matches("io\\.korests\\.\\w+\\.\\w+Configuration"))
                .map(name -> ClassUtils.resolveClassName(name, StartFailure.class.getClassLoader()))
                .toArray(Class<?>[]::new);
    }

    /** What Spring Boot would bring. Not a @Configuration: the service would find it in every other test. */
    @EnableConfigurationProperties(StsProperties.class)
    static class Missing {

        @Bean
        LocalValidatorFactoryBean validator() {
            return new LocalValidatorFactoryBean();
        }

        @Bean
        ConfigurableBootstrapContext bootstrapContext() {
            return new DefaultBootstrapContext();
        }

        @Bean
        ApplicationAvailability availability() {
            return new ApplicationAvailabilityBean();
        }

        @Bean
        SslBundles sslBundles() {
            return new DefaultSslBundleRegistry();
        }

        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }
}
