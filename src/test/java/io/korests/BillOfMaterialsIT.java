package io.korests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials of the packaged jar, held against what is in it. */
class BillOfMaterialsIT {

    private static final String ENTRY = "META-INF/sbom/application.cdx.json";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private static JarFile jar;

    @TempDir
    Path empty;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(System.getProperty("sts.jar"));
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void namesTheServiceAndItsLicence() throws IOException {
        JsonNode bill = bill();
        JsonNode service = bill.at("/metadata/component");

        assertThat(bill.get("bomFormat").stringValue()).isEqualTo("CycloneDX");
        assertThat(service.get("type").stringValue()).isEqualTo("application");
        assertThat(service.get("name").stringValue()).isEqualTo("kore-sts");
        assertThat(service.at("/licenses/0/license/id").stringValue()).isEqualTo("Apache-2.0");
        assertThat(service.has("externalReferences"))
                .as("references that belong to Boot")
                .isFalse();
    }

    /** Name, version and content: a scanner looks up the first two, the hash says that they are true. */
    @Test
    void listsEveryLibraryOfTheJarWithItsHash() throws Exception {
        Map<String, String> listed = new HashMap<>();
        bill().get("components").forEach(library -> listed.put(fileName(library), sha256(library)));
        Map<String, String> packaged = packaged();

        assertThat(packaged.keySet())
                .anyMatch(name -> name.startsWith("jjwt-impl-"))
                .anyMatch(name -> name.startsWith("tomcat-embed-core-"))
                .anyMatch(name -> name.startsWith("AmazonCorrettoCryptoProvider-"))
                .hasSizeGreaterThan(60);
        assertThat(listed).containsAllEntriesOf(packaged);
    }

    /** What it lists beyond the jar's content are Boot's starters, which have none. */
    @Test
    void listsNothingThatIsNotInTheJar() throws Exception {
        Map<String, String> packaged = packaged();

        assertThat(bill().get("components").valueStream().map(BillOfMaterialsIT::fileName))
                .filteredOn(name -> !packaged.containsKey(name))
                .allMatch(name -> name.contains("-starter"), "is a starter");
    }

    @Test
    void saysNothingOfTheMachineThatBuiltIt() throws IOException {
        String text = new String(content(ENTRY), UTF_8);

        assertThat(text)
                .doesNotContain("file:", "localhost", Path.of("").toAbsolutePath() + "/")
                .doesNotContain(System.getProperty("user.home") + "/")
                .doesNotContainPattern("repo1?\\.maven\\.(apache\\.)?org")
                .doesNotContainPattern("\"(/|[A-Z]:\\\\)[^\"]*\"");
    }

    @Test
    void isServedOnTheManagementPort() throws IOException {
        try (PackagedJar service = PackagedJar.start(empty, serving())) {
            HttpAnswer list = get("/actuator/sbom", service);
            HttpAnswer bill = get("/actuator/sbom/application", service);

            assertThat(list.json().toString()).isEqualTo("{\"ids\":[\"application\"]}");
            assertThat(bill.status()).isEqualTo(200);
            assertThat(bill.header("Content-Type")).startsWith("application/vnd.cyclonedx+json");
            assertThat(bill.text()).isEqualTo(new String(content(ENTRY), UTF_8));
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

    private static JsonNode bill() throws IOException {
        return new JsonMapper().readTree(content(ENTRY));
    }

    /** As Maven names the file: {@code name-version[-classifier].jar}. */
    private static String fileName(JsonNode library) {
        String purl = library.get("purl").stringValue();
        String classifier = purl.contains("classifier=") ? '-' + purl.replaceAll(".*classifier=([^&]+).*", "$1") : "";
        return library.get("name").stringValue() + '-' + library.get("version").stringValue() + classifier + ".jar";
    }

    private static String sha256(JsonNode library) {
        return library.get("hashes")
                .valueStream()
                .filter(hash -> hash.get("alg").stringValue().equals("SHA-256"))
                .findFirst()
                .orElseThrow()
                .get("content")
                .stringValue();
    }

    /** SHA-256 by file name of the jar's libraries, without the tools that Boot adds when it packages. */
    private static Map<String, String> packaged() throws Exception {
        Map<String, String> hashes = new HashMap<>();
        try (Stream<JarEntry> entries = jar.stream()) {
            for (JarEntry entry : entries.filter(BillOfMaterialsIT::isLibrary).toList()) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(content(entry.getName()));
                hashes.put(
                        entry.getName().substring(LIBRARIES.length()),
                        HexFormat.of().formatHex(hash));
            }
        }
        return hashes;
    }

    private static boolean isLibrary(JarEntry entry) {
        return entry.getName().matches(LIBRARIES + "(?!spring-boot-jarmode-).+\\.jar");
    }

    private static byte[] content(String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertThat(entry)
                .as("%s in the jar; Maven leaves the bill of materials out when it works offline", name)
                .isNotNull();
        return jar.getInputStream(entry).readAllBytes();
    }
}
