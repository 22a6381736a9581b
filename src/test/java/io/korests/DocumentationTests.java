package io.korests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.korests.caller.Cause;
import io.korests.cli.Commands;
import io.korests.problem.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Holds the documentation to the code. */
class DocumentationTests {

    private static final Path APPLICATION_YAML = Path.of("src/main/resources/application.yaml");
    private static final MarkdownFile CONFIGURATION = MarkdownFile.of("docs/configuration.md");
    private static final MarkdownFile OPERATIONS = MarkdownFile.of("docs/operations.md");
    private static final Pattern PROPERTY = Pattern.compile("(?<![\\w.-])sts(\\.(<name>|[a-z][a-z0-9_-]*))+");
    private static final Pattern VARIABLE = Pattern.compile("\\bSTS_[A-Z_]+");
    private static final Pattern TEST =
            Pattern.compile("(?<![\\w-])(?!Xxx)([a-z]+\\.test\\.js|[A-Z]\\w+(?:Tests|IT))\\b");
    private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z-]+) ");
    private static final Pattern TYPE_ON_THE_MAP = Pattern.compile("`([a-z]+/[A-Z]\\w+)`");
    private static final Pattern INTERNAL = Pattern.compile(
            "^(spring\\.(application|main|mvc|servlet|web|cloud\\.vault\\.(config|fail-fast))"
                    + "|management\\.endpoints?\\.(web\\.discovery|health\\.(probes\\.enabled|show-details))|logging)\\b");
    private static final Pattern METRIC = Pattern.compile("builder\\(\\s*\"(sts\\.[a-z.]+)\"");

    private final PropertyMetadata known = new PropertyMetadata();

    DocumentationTests() throws Exception {}

    static List<MarkdownFile> files() {
        return MarkdownFile.all();
    }

    /** Settings of the service; the docs also show files of what stands beside it. */
    private static final Pattern OURS = Pattern.compile("(?m)^(sts|spring|server|management|logging)[.:]");

    static Stream<String> yamlExamples() {
        return files().stream()
                .flatMap(file -> file.codeBlocks("yaml").stream())
                .filter(OURS.asPredicate());
    }

    @Test
    void everyPropertyIsDocumentedWithItsDefaultAndNoOther() {
        Map<String, String> documented = new TreeMap<>();
        Stream.of("The service", "The caller", "A client", "Encryption of a client's tokens")
                .flatMap(heading -> CONFIGURATION.table(heading).stream())
                .forEach(row -> documented.put(row.get(0), row.get(1).replaceAll("^none, .*", "none")));
        assertThat(documented).containsExactlyInAnyOrderEntriesOf(known.defaults());
    }

    @Test
    void everyPropertyIsShownInApplicationYamlWithItsDefaultAndNoOther() throws Exception {
        String comment = Files.readString(APPLICATION_YAML)
                .lines()
                .dropWhile(line -> !line.equals("# sts:"))
                .takeWhile(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .collect(Collectors.joining("\n"));
        Map<String, String> shown =
                new TreeMap<>(ExampleConfiguration.ofYaml(comment).values());
        shown.replaceAll((name, value) -> value.isEmpty() ? "empty" : value.equals("…") ? "none" : value);
        assertThat(shown).containsExactlyInAnyOrderEntriesOf(known.defaults());
    }

    /** What no operator changes stands in {@code application.yaml} alone, with its reason. */
    @Test
    void everyDefaultOfSpringsThatTheServiceChangesIsDocumented() throws Exception {
        String yaml = Files.readString(APPLICATION_YAML);
        Map<String, String> changes =
                new TreeMap<>(ExampleConfiguration.ofYaml(yaml).values());
        changes.keySet().removeIf(INTERNAL.asPredicate());
        Map<String, String> documented = new TreeMap<>();
        for (List<String> row : CONFIGURATION.table("Spring's own keys")) {
            boolean changed = !row.get(1).equals("not set") && !row.get(1).contains("Boot's");
            if (changed && !row.get(0).endsWith("*")) {
                documented.put(row.get(0), row.get(1));
            }
        }
        assertThat(documented).containsExactlyInAnyOrderEntriesOf(changes);
    }

    @Test
    void everyTypeOnTheMapOfTheCodeExists() throws Exception {
        String contributing = Files.readString(Path.of("CONTRIBUTING.md"));
        assertThat(TYPE_ON_THE_MAP.matcher(contributing).results().map(type -> type.group(1)))
                .hasSizeGreaterThan(20)
                .allSatisfy(type -> assertThat(Path.of("src/main/java/io/korests", type + ".java"))
                        .exists());
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesNoPropertyThatTheServiceDoesNotHave(MarkdownFile file) {
        List<String> otherNames = ProjectFiles.sources()
                .flatMap(ProjectFiles::textLiterals)
                .filter(text -> text.startsWith("sts."))
                .toList();
        assertThat(PROPERTY.matcher(file.text()).results().map(MatchResult::group))
                .allSatisfy(name -> assertThat(known.has(name) || otherNames.contains(name))
                        .as(name)
                        .isTrue());
        assertThat(VARIABLE.matcher(file.text()).results().map(MatchResult::group))
                .allSatisfy(name -> assertThat(known.hasVariable(name)).as(name).isTrue());
    }

    @ParameterizedTest
    @MethodSource("yamlExamples")
    void everyExampleHasPropertiesOfTheServiceOrOfSpring(String yaml) {
        assertThat(ExampleConfiguration.ofYaml(yaml).names())
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(known.has(name) || name.matches("(spring|server|management|logging)\\..*"))
                                .as(name)
                                .isTrue());
    }

    @Test
    void theServiceStartsWithEveryCompleteExample() {
        List<ExampleConfiguration> complete = yamlExamples()
                .map(ExampleConfiguration::ofYaml)
                .filter(ExampleConfiguration::isComplete)
                .toList();
        assertThat(complete)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(example -> assertThatCode(example::open).doesNotThrowAnyException());
    }

    @Test
    void theServiceStartsWithTheExampleOfEnvironmentVariables() {
        String shell = CONFIGURATION.codeBlocks("sh").stream()
                .filter(script -> script.contains("export STS_"))
                .findFirst()
                .orElseThrow();
        assertThat(ExampleConfiguration.ofShell(shell).open().apps()).hasSize(2);
    }

    @Test
    void everyRefusalIsDocumented() {
        assertThat(MarkdownFile.of("docs/api.md").table("Refusals").stream().map(row -> row.subList(0, 2)))
                .containsExactlyElementsOf(Arrays.stream(Refusal.values())
                        .map(refusal -> List.of(refusal.code(), Integer.toString(refusal.status())))
                        .toList());
    }

    /** Under its refusal, with the meaning that {@code check-config --bearer} prints, which advice may follow. */
    @ParameterizedTest
    @EnumSource(names = {"UNPROVEN_CALLER", "UNUSABLE_IDENTITY", "PROVIDER_UNAVAILABLE"})
    void everyCauseOfAnUnprovenCallerIsDocumented(Refusal refusal) {
        List<Cause> causes = Arrays.stream(Cause.values())
                .filter(cause -> cause.refusal() == refusal)
                .toList();
        assertThat(OPERATIONS.table(refusal.code())).hasSameSizeAs(causes).zipSatisfy(causes, (row, cause) -> {
            assertThat(row.get(0)).isEqualTo(cause.code());
            assertThat(row.get(1)).startsWith(cause.meaning());
        });
    }

    @Test
    void noCauseHasAnotherRefusal() {
        assertThat(Cause.values())
                .extracting(Cause::refusal)
                .containsOnly(Refusal.UNPROVEN_CALLER, Refusal.UNUSABLE_IDENTITY, Refusal.PROVIDER_UNAVAILABLE);
    }

    @Test
    void everyMetricIsDocumented() {
        assertThat(OPERATIONS.table("Metrics").stream()
                        .map(row -> row.get(0).replaceFirst("_(total|seconds( \\(histogram\\))?)$", "")))
                .containsExactlyInAnyOrderElementsOf(ProjectFiles.sources()
                        .flatMap(source -> METRIC.matcher(source).results())
                        .map(metric -> metric.group(1).replace('.', '_'))
                        .toList());
    }

    @Test
    void everyCommandIsDocumented() {
        ByteArrayOutputStream help = new ByteArrayOutputStream();
        new Commands(StsApplication.class, new PrintStream(help, true, StandardCharsets.UTF_8)).run("help");
        assertThat(OPERATIONS.table("Command line").stream().map(row -> row.get(0)))
                .containsExactlyElementsOf(COMMAND.matcher(help.toString(StandardCharsets.UTF_8))
                        .results()
                        .map(command -> command.group(1))
                        .toList());
    }

    @Test
    void everyFieldOfTheAuditLogIsDocumented() {
        String source =
                MarkdownFile.of("src/main/java/io/korests/audit/AuditLog.java").text();
        assertThat(OPERATIONS.table("The audit log").stream().map(row -> row.get(0)))
                .containsExactlyInAnyOrderElementsOf(ProjectFiles.textLiterals(source)
                        .filter(text -> text.matches("(event|http|client|user|sts)\\.[a-z_0-9.]+"))
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyLinkWithinTheProjectLeadsSomewhere(MarkdownFile file) {
        assertThat(file.links()).filteredOn(link -> !link.matches("[a-z]+:.*")).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? file.path()
                    : file.path().resolveSibling(parts[0]).normalize();
            assertThat(target).exists();
            if (parts.length > 1) {
                assertThat(MarkdownFile.of(target).anchors()).contains(parts[1]);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyJsonExampleIsJson(MarkdownFile file) {
        assertThat(file.codeBlocks("json")).allSatisfy(json -> new JsonMapper().readTree(json));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyTestThatIsNamedExists(MarkdownFile file) {
        List<String> tests = ProjectFiles.all().stream()
                .map(path -> path.getFileName().toString().replace(".java", ""))
                .toList();
        assertThat(TEST.matcher(file.text()).results().map(MatchResult::group)).isSubsetOf(tests);
    }

    @Test
    void theReadmeIsShort() {
        assertThat(MarkdownFile.of("README.md").text().lines()).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void theChangelogHasWhatIsNotReleasedYet() {
        assertThat(MarkdownFile.of("CHANGELOG.md").text()).contains("\n## [Unreleased]\n");
    }

    /** Files are for all machines: no home folder, no folder of this checkout, no package registry. */
    @Test
    void noFileNamesAMachineOrARegistry() {
        // The checkout's own path, not its parent's: a clone in /tmp or /opt says nothing of files that name those.
        Path checkout = Path.of("").toAbsolutePath();
        String folders = checkout.getNameCount() < 2 ? "(?!)" : Pattern.quote(checkout.toString()) + "/";
        Pattern forbidden = Pattern.compile("(?<![\\w.-])(?:" + folders + "|/(?:home|Users)/[a-z]+/)"
                + "|repo1?\\.maven\\.(?:apache\\.)?org|registry\\.(?:npmjs|yarnpkg)\\.|deb\\.debian\\.org");
        assertThat(ProjectFiles.all())
                .allSatisfy(file -> assertThat(
                                forbidden.matcher(ProjectFiles.bytes(file)).results())
                        .as(file.toString())
                        .map(MatchResult::group)
                        .isEmpty());
    }
}
