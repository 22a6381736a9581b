package io.korests.config;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The names right under {@code sts.}. Each part of the service reads the ones it knows, so that nobody would miss one that is
 * spelt wrongly: {@code sts.callre.mode} would leave another file's mode in force.
 */
final class FirstLevelSettings {

    static final Set<String> KNOWN = Set.of(
            "audit",
            "caller",
            "clients",
            "cors",
            "default-client",
            "development",
            "jwks",
            "limits",
            "merge-window",
            "playground",
            "rate-limit",
            "refresh-interval",
            "retain-previous");

    private static final ConfigurationPropertyName STS = ConfigurationPropertyName.of("sts");

    private FirstLevelSettings() {}

    /** @throws WrongConfigurationException naming one that is not known */
    static void requireKnown(Environment environment) {
        StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> unknown((IterableConfigurationPropertySource) source))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new WrongConfigurationException(sentence(name));
                });
    }

    /** Of environment variables only those that nearly spell ours: Kubernetes sets STS_SERVICE_HOST for a service sts. */
    private static Stream<String> unknown(IterableConfigurationPropertySource source) {
        boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
        return source.stream()
                .filter(STS::isAncestorOf)
                .map(name -> name.getElement(1, Form.DASHED))
                .filter(name -> KNOWN.stream().noneMatch(known -> bare(known).equals(bare(name))))
                .filter(name -> !variables || nearest(name) != null);
    }

    private static String sentence(String name) {
        String nearest = nearest(name);
        return "sts." + name + " is not a property of kore-sts: "
                + (nearest == null ? "check the spelling" : "sts." + nearest + " is one")
                + "; docs/configuration.md lists all";
    }

    private static @Nullable String nearest(String name) {
        return KNOWN.stream()
                .filter(known -> distance(bare(known), bare(name)) <= (known.length() < 6 ? 1 : 2))
                .findFirst()
                .orElse(null);
    }

    /** As Spring Boot compares names. */
    private static String bare(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be put in, left out or replaced to make one of the other (Levenshtein). */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
