package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.UrlResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.StringUtils;

/** Spring's parts find one another by {@code META-INF/spring.factories}: each library has one, the jar has one for all. */
class SpringFactoriesIT {

    private static final String FACTORIES = "META-INF/spring.factories";

    @Test
    void ofTheJarAreThoseOfAllThatIsInIt() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("sts.jar"))) {
            Properties packaged = new Properties();
            packaged.load(jar.getInputStream(jar.getEntry(FACTORIES)));

            Map<String, Set<String>> ofLibraries = new TreeMap<>();
            for (URL library : Collections.list(getClass().getClassLoader().getResources(FACTORIES))) {
                add(PropertiesLoaderUtils.loadProperties(new UrlResource(library)), ofLibraries);
            }
            // The tests have libraries of their own.
            ofLibraries.values().forEach(names -> names.removeIf(name -> !isIn(jar, name)));
            ofLibraries.values().removeIf(Set::isEmpty);

            Map<String, Set<String>> ofTheJar = new TreeMap<>();
            add(packaged, ofTheJar);
            assertThat(ofTheJar).hasSizeGreaterThan(20).isEqualTo(ofLibraries);
        }
    }

    private static void add(Properties factories, Map<String, Set<String>> all) {
        factories
                .stringPropertyNames()
                .forEach(type -> all.computeIfAbsent(type, any -> new TreeSet<>())
                        .addAll(Set.of(StringUtils.tokenizeToStringArray(factories.getProperty(type), ","))));
    }

    private static boolean isIn(JarFile jar, String type) {
        return jar.getEntry(type.replace('.', '/') + ".class") != null;
    }
}
