package io.korests;

import io.korests.client.ClientSet;
import io.korests.client.OpenedClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** An example of the documentation, bound as the service binds its configuration. */
final class ExampleConfiguration {

    private static final Pattern EXPORT = Pattern.compile("(?m)^export (STS_\\w+)=(.*)$");
    private static final Map<String, Object> PLACEHOLDERS = Map.of(
            "GATEWAY_SECRET", TestKeys.randomSecret(32),
            "TRAVEL_CLIENT_SECRET", TestKeys.randomSecret(32),
            "BANK_PRIVATE_KEY", TestKeys.pem(TestKeys.rsa()),
            "BANK_KORE_PUBLIC_KEY", jwk());

    private final List<EnumerablePropertySource<?>> sources;

    private ExampleConfiguration(List<EnumerablePropertySource<?>> sources) {
        this.sources = sources;
    }

    /** Reads it as Boot does. */
    static ExampleConfiguration ofYaml(String yaml) {
        try {
            ByteArrayResource resource = new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8));
            return new ExampleConfiguration(new YamlPropertySourceLoader()
                    .load("example", resource).stream()
                            .<EnumerablePropertySource<?>>map(source -> (EnumerablePropertySource<?>) source)
                            .toList());
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** The variables that a shell would export, with a key or secret of the right kind for each that it would compute. */
    static ExampleConfiguration ofShell(String script) {
        Map<String, Object> variables = EXPORT.matcher(script)
                .results()
                .collect(Collectors.toMap(line -> line.group(1), line -> value(line.group(1), line.group(2))));
        return new ExampleConfiguration(
                List.of(new SystemEnvironmentPropertySource("example-systemEnvironment", variables)));
    }

    private static String value(String name, String written) {
        if (!written.contains("$")) {
            return written;
        }
        return name.endsWith("PRIVATEKEY")
                ? TestKeys.onOneLine(TestKeys.pem(TestKeys.rsa()))
                : TestKeys.randomSecret(32);
    }

    List<String> names() {
        return sources.stream()
                .flatMap(source -> List.of(source.getPropertyNames()).stream())
                .toList();
    }

    Map<String, String> values() {
        return names().stream().collect(Collectors.toMap(name -> name, name -> String.valueOf(value(name))));
    }

    private Object value(String name) {
        return sources.stream()
                .map(source -> source.getProperty(name))
                .filter(value -> value != null)
                .findFirst()
                .orElseThrow();
    }

    /** Whether all that a start needs is in it, as opposed to some of it in the sources it imports, or in Vault. */
    boolean isComplete() {
        return names().stream().anyMatch(name -> name.startsWith("sts.clients."))
                && names().stream()
                        .noneMatch(name -> name.equals("spring.config.import") || name.contains(".transit."));
    }

    /**
     * Binds all that the service binds, and opens the keys.
     *
     * @throws RuntimeException if the service would not start with it
     */
    ClientSet open() {
        Environment environment = environment();
        Binder binder = Binder.get(environment);
        for (Class<?> type : boundTypes()) {
            String prefix = type.getAnnotation(ConfigurationProperties.class).value();
            binder.bindOrCreate(
                    prefix.isEmpty()
                            ? type.getAnnotation(ConfigurationProperties.class).prefix()
                            : prefix,
                    Bindable.of(type));
        }
        return OpenedClients.in(environment);
    }

    private Environment environment() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        // Its files of keys and certificates are on no machine of ours.
        Map<String, Object> absent = names().stream()
                .filter(name -> name.matches("spring\\.ssl\\..*\\.(certificate|private-key)"))
                .collect(Collectors.toMap(name -> name, name -> ""));
        environment.getPropertySources().addLast(new MapPropertySource("absent", absent));
        sources.forEach(environment.getPropertySources()::addLast);
        environment.getPropertySources().addLast(new MapPropertySource("placeholders", PLACEHOLDERS));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    private static List<? extends Class<?>> boundTypes() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("io.korests").stream()
                .map(BeanDefinition::getBeanClassName)
                .map(name -> ClassUtils.resolveClassName(String.valueOf(name), null))
                .toList();
    }

    private static String jwk() {
        RSAPublicKey key = (RSAPublicKey) TestKeys.rsa().getPublic();
        byte[] modulus = key.getModulus().toByteArray();
        String n =
                Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(modulus, 1, modulus.length));
        return "{\"kty\":\"RSA\",\"kid\":\"kore-1\",\"n\":\"" + n + "\",\"e\":\"AQAB\"}";
    }
}
