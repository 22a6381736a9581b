package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The bill of materials of the packaged jar, held against what is in it. */
class BillOfMaterialsIT {

    private static final String JAR = System.getProperty("sts.jar");
    private static final String LIBRARIES = "BOOT-INF/lib/";
    /** What Boot's plugin adds to every such jar: its loader, and the tools that extract the jar. */
    private static final Pattern TOOLS = Pattern.compile("spring-boot-jarmode-tools-.*\\.jar");

    private static final String LOADER = "org/springframework/boot/loader/";

    private final BillOfMaterials bill = BillOfMaterials.ofTheJar();

    @TempDir
    Path empty;

    @Test
    void namesTheServiceAndItsLicence() {
        JsonNode service = bill.json().at("/metadata/component");

        assertThat(bill.json().get("bomFormat").stringValue()).isEqualTo("CycloneDX");
        assertThat(service.get("type").stringValue()).isEqualTo("application");
        assertThat(service.get("name").stringValue()).isEqualTo("kore-sts");
        assertThat(service.at("/licenses/0/license/id").stringValue()).isEqualTo("Apache-2.0");
        assertThat(service.has("externalReferences"))
                .as("references that belong to Boot")
                .isFalse();
    }

    /** Name, version and content: a scanner looks up the first two, the hash says that they are true. */
    @Test
    void listsEveryLibraryOfTheJarWithItsHash() throws IOException {
        Map<String, String> packaged = hashesOfTheJar();
        packaged.keySet().removeIf(TOOLS.asMatchPredicate());
        Map<String, String> listed = listed();
        // They have no content, and Boot's plugin leaves them out.
        listed.keySet().removeIf(name -> name.startsWith("spring-boot-starter"));

        assertThat(packaged.keySet())
                .anyMatch(name -> name.startsWith("jjwt-impl-"))
                .anyMatch(name -> name.startsWith("tomcat-embed-core-"))
                .anyMatch(name -> name.startsWith("AmazonCorrettoCryptoProvider-"))
                .hasSizeGreaterThan(60);
        assertThat(listed).isEqualTo(packaged);
    }

    @Test
    void everyClassBesideTheLibrariesIsTheServicesOrOfBootsLoader() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class")))
                    .hasSizeGreaterThan(100)
                    .allMatch(name -> name.startsWith("BOOT-INF/classes/io/korests/") || name.startsWith(LOADER));
        }
    }

    @Test
    void saysNothingOfTheMachineThatBuiltIt() {
        assertThat(bill.text())
                .doesNotContain("file:", "localhost", Path.of("").toAbsolutePath() + "/")
                .doesNotContain(System.getProperty("user.home") + "/")
                .doesNotContainPattern("repo1?\\.maven\\.(apache\\.)?org")
                .doesNotContainPattern("\"(/|[A-Z]:\\\\)[^\"]*\"");
    }

    @Test
    void isServedOnTheManagementPort() {
        try (PackagedJar service = PackagedJar.start(empty, serving())) {
            HttpAnswer list = get("/actuator/sbom", service);
            HttpAnswer served = get("/actuator/sbom/application", service);

            assertThat(list.json().toString()).isEqualTo("{\"ids\":[\"application\"]}");
            assertThat(served.status()).isEqualTo(200);
            assertThat(served.header("Content-Type")).startsWith("application/vnd.cyclonedx+json");
            assertThat(served.text()).isEqualTo(bill.text());
            assertThat(get("/actuator/sbom/other", service).status()).isEqualTo(404);
            assertThat(HttpCall.of("GET", "/actuator/sbom/application")
                            .sendTo(service.port())
                            .status())
                    .isEqualTo(404);
        }
    }

    private static HttpAnswer get(String path, PackagedJar service) {
        return HttpCall.of("GET", path).sendTo(service.managementPort());
    }

    private static Map<String, String> serving() {
        return Map.of(
                "STS_CALLER_MODE", "open",
                "STS_CLIENTS_TRAVEL_CLIENTID", "cs-travel",
                "STS_CLIENTS_TRAVEL_ALGORITHM", "HS256",
                "STS_CLIENTS_TRAVEL_CLIENTSECRET", TestKeys.SECRET);
    }

    /** As Maven names the file: {@code name-version[-classifier].jar}. */
    private static String fileName(JsonNode library) {
        String purl = library.get("purl").stringValue();
        String classifier = purl.contains("classifier=") ? '-' + purl.replaceAll(".*classifier=([^&]+).*", "$1") : "";
        return library.get("name").stringValue() + '-' + library.get("version").stringValue() + classifier + ".jar";
    }

    private Map<String, String> listed() {
        Map<String, String> hashes = new HashMap<>();
        for (JsonNode library : bill.json().get("components")) {
            String hash = library.get("hashes")
                    .valueStream()
                    .filter(each -> each.get("alg").stringValue().equals("SHA-256"))
                    .findFirst()
                    .orElseThrow()
                    .get("content")
                    .stringValue();
            hashes.put(fileName(library), hash);
        }
        return hashes;
    }

    /** SHA-256 by file name. */
    private static Map<String, String> hashesOfTheJar() throws IOException {
        Map<String, String> hashes = new HashMap<>();
        try (JarFile jar = new JarFile(JAR)) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith(LIBRARIES) && !entry.isDirectory()) {
                    byte[] content = jar.getInputStream(entry).readAllBytes();
                    hashes.put(entry.getName().substring(LIBRARIES.length()), sha256(content));
                }
            }
        }
        return hashes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
