package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials in the packaged jar. */
record BillOfMaterials(String text) {

    private static final String ENTRY = "META-INF/sbom/application.cdx.json";

    static BillOfMaterials ofTheJar() {
        try (JarFile jar = new JarFile(System.getProperty("sts.jar"))) {
            JarEntry entry = jar.getJarEntry(ENTRY);
            assertThat(entry)
                    .as("%s in the jar; Maven leaves the bill of materials out when it works offline", ENTRY)
                    .isNotNull();
            return new BillOfMaterials(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    JsonNode json() {
        return new JsonMapper().readTree(text);
    }

    List<Library> libraries() {
        return json().get("components")
                .valueStream()
                .map(component -> new Library(
                        component.get("group").stringValue(),
                        component.get("name").stringValue(),
                        component.get("version").stringValue()))
                .toList();
    }
}
