package io.korests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials of the packaged jar, held against what is in it. */
class BillOfMaterialsIT {

    /** The other way of Spring's to read classes (pom.xml says why). */
    private static final String LEFT_OUT = "META-INF/versions/24/org/springframework/core/type/classreading/";

    private static final String ENTRY = "META-INF/sbom/application.cdx.json";

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
    void listsEveryLibraryWithItsHash() throws Exception {
        Map<String, Path> files = filesOfTheClassPath();
        Map<String, String> listed = listed();

        assertThat(listed.keySet())
                .anyMatch(name -> name.startsWith("jjwt-impl-"))
                .anyMatch(name -> name.startsWith("tomcat-embed-core-"))
                .anyMatch(name -> name.startsWith("AmazonCorrettoNativeRsa-"))
                .hasSizeGreaterThan(60);
        for (Map.Entry<String, String> library : listed.entrySet()) {
            Path file = requireNonNull(files.get(library.getKey()), library.getKey());
            assertThat(sha256(Files.readAllBytes(file))).as(library.getKey()).isEqualTo(library.getValue());
        }
    }

    @Test
    void everyClassOfTheJarIsTheServicesOrThatOfAListedLibrary() throws Exception {
        Map<String, Long> known = new HashMap<>();
        for (String name : listed().keySet()) {
            Map<String, Long> classes =
                    classesIn(requireNonNull(filesOfTheClassPath().get(name)));
            // The jar would have one of the two.
            assertThat(known)
                    .as("classes that stand in another library too")
                    .doesNotContainKeys(classes.keySet().toArray(String[]::new));
            known.putAll(classes);
        }
        Map<String, Long> packaged = classesIn(Path.of(System.getProperty("sts.jar")));
        packaged.keySet().removeIf(name -> name.startsWith("io/korests/"));

        assertThat(packaged).hasSizeGreaterThan(10_000);
        assertThat(known).containsAllEntriesOf(packaged);
    }

    /** What it lists beyond the jar's content are Boot's starters, which have none. */
    @Test
    void everyListedLibraryIsInTheJar() throws Exception {
        Set<String> packaged = classesIn(Path.of(System.getProperty("sts.jar"))).keySet();
        for (String name : listed().keySet()) {
            Set<String> classes =
                    classesIn(requireNonNull(filesOfTheClassPath().get(name))).keySet();
            classes.removeIf(file -> file.startsWith(LEFT_OUT));
            assertThat(packaged).as(name).containsAll(classes);
            assertThat(classes.isEmpty()).as(name).isEqualTo(name.contains("-starter"));
        }
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

    private static Map<String, String> listed() throws IOException {
        Map<String, String> hashes = new HashMap<>();
        for (JsonNode library : bill().get("components")) {
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

    /** The tests have the libraries from where Maven took those of the jar. */
    private static Map<String, Path> filesOfTheClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString(), Function.identity(), (one, other) -> one));
    }

    /** Checksums by name; without the descriptions of modules, which the jar is none of. */
    private static Map<String, Long> classesIn(Path file) throws IOException {
        try (JarFile library = new JarFile(file.toFile())) {
            return library.stream()
                    .filter(entry -> entry.getName().endsWith(".class")
                            && !entry.getName().endsWith("module-info.class"))
                    .collect(Collectors.toMap(JarEntry::getName, JarEntry::getCrc));
        }
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] content(String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertThat(entry)
                .as("%s in the jar; Maven leaves the bill of materials out when it works offline", name)
                .isNotNull();
        return jar.getInputStream(entry).readAllBytes();
    }
}
