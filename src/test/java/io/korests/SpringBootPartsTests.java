package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.StringUtils;

/** Boot sorts its auto-configurations by what each says of others; a list of them has to be in such an order already. */
class SpringBootPartsTests {

    private final List<String> parts = Arrays.stream(
                    SpringBootParts.class.getAnnotation(Import.class).value())
            .map(Class::getName)
            .toList();

    @Test
    void areInTheOrderThatBootWouldSortThemIn() throws IOException {
        Map<String, Set<String>> earlier = earlierThanEach();
        List<String> misplaced = new ArrayList<>();
        for (String part : parts) {
            parts.subList(parts.indexOf(part), parts.size()).stream()
                    .filter(allBefore(part, earlier, new HashSet<>())::contains)
                    .forEach(later -> misplaced.add(part + " stands before " + later));
        }
        assertThat(misplaced).isEmpty();
    }

    private static Set<String> allBefore(String part, Map<String, Set<String>> earlier, Set<String> found) {
        for (String before : earlier.getOrDefault(part, Set.of())) {
            if (found.add(before)) {
                allBefore(before, earlier, found);
            }
        }
        return found;
    }

    /** Of all auto-configurations on the class path: the order of two may come from a third. */
    private static Map<String, Set<String>> earlierThanEach() throws IOException {
        Properties metadata =
                PropertiesLoaderUtils.loadAllProperties("META-INF/spring-autoconfigure-metadata.properties");
        Map<String, Set<String>> earlier = new HashMap<>();
        metadata.stringPropertyNames().forEach(name -> {
            String type = StringUtils.stripFilenameExtension(name);
            for (String other : StringUtils.commaDelimitedListToSet(metadata.getProperty(name))) {
                if (name.endsWith(".AutoConfigureAfter")) {
                    earlier.computeIfAbsent(type, any -> new HashSet<>()).add(other);
                } else if (name.endsWith(".AutoConfigureBefore")) {
                    earlier.computeIfAbsent(other, any -> new HashSet<>()).add(type);
                }
            }
        });
        return earlier;
    }
}
