package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.key.EncryptionKey.ContentEncryption;
import io.korests.key.EncryptionKey.KeyEncryption;
import io.korests.key.SigningAlgorithm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds SECURITY.md and the checklist to the tests that they name: each defence there has one that exists. */
class SecurityDocumentTests {

    private static final MarkdownFile SECURITY = MarkdownFile.of("SECURITY.md");
    private static final MarkdownFile CHECKLIST = MarkdownFile.of("docs/security-checklist.md");

    private static final List<String> THREATS =
            List.of("Spoofing", "Tampering", "Information disclosure", "Repudiation", "Denial of service");

    private static final Pattern TEST = Pattern.compile(
            "(?<file>\\w+(?:Tests|IT))\\.(?<method>\\w+)|(?<script>[\\w-]+\\.(?:(?:test\\.)?js|sh)): (?<title>.+)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern HASH = Pattern.compile("(Hmac)?SHA-?\\d{3}(withRSA)?");

    /** By the number of items in each section of the chapter. */
    private static Stream<String> items(String chapter, int... parts) {
        return IntStream.rangeClosed(1, parts.length)
                .boxed()
                .flatMap(part ->
                        IntStream.rangeClosed(1, parts[part - 1]).mapToObj(item -> chapter + '.' + part + '.' + item));
    }

    private static Stream<String> section(String number, int items) {
        return IntStream.rangeClosed(1, items).mapToObj(item -> number + '.' + item);
    }

    private static Stream<String> standards() {
        return Stream.of(
                        items("9", 3, 4),
                        items("11", 4, 5, 5, 4, 2, 2, 2),
                        items("13", 4, 6, 4, 7),
                        section("14.3", 3),
                        items("16", 1, 5, 4, 3, 4),
                        section("RFC 3", 12))
                .flatMap(part -> part);
    }

    static Stream<MarkdownFile> files() {
        return Stream.of(SECURITY, CHECKLIST);
    }

    @Test
    void everyItemOfTheStandardsIsOnTheChecklistOnce() {
        assertThat(Stream.of("Met", "Open", "Not applicable")
                        .flatMap(status -> CHECKLIST.table(status).stream())
                        .flatMap(row -> Arrays.stream(row.get(0).split(", "))))
                .containsExactlyInAnyOrderElementsOf(standards().toList());
    }

    @Test
    void everyItemHasATestOrAReason() {
        assertThat(CHECKLIST.table("Met")).allSatisfy(row -> {
            assertThat(row).hasSize(3);
            assertThat(TEST.matcher(row.get(2)).find()).as(row.get(0)).isTrue();
        });
        assertThat(Stream.of("Open", "Not applicable").flatMap(status -> CHECKLIST.table(status).stream()))
                .allSatisfy(row -> assertThat(row).hasSize(2).doesNotContain(""));
    }

    @Test
    void everyDefenceHasATest() {
        assertThat(THREATS.stream().flatMap(heading -> SECURITY.table(heading).stream()))
                .hasSizeGreaterThan(40)
                .allSatisfy(row -> {
                    assertThat(row).hasSize(3);
                    assertThat(TEST.matcher(row.get(2)).find()).as(row.get(0)).isTrue();
                });
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyTestThatIsNamedExists(MarkdownFile file) {
        List<MatchResult> named = CODE.matcher(file.text())
                .results()
                .flatMap(code -> TEST.matcher(code.group(1)).results())
                .toList();

        assertThat(named).hasSizeGreaterThan(50).allSatisfy(test -> {
            boolean java = test.group(1) != null;
            String name = java ? test.group(1) + ".java" : test.group(3);
            String wanted = java ? "void " + test.group(2) + '(' : test.group(4);
            List<Path> sources = ProjectFiles.all().stream()
                    .filter(path -> path.startsWith("src") && path.endsWith(name))
                    .toList();
            assertThat(sources).as(name).hasSize(1);
            assertThat(ProjectFiles.bytes(sources.get(0))).as(test.group()).contains(wanted);
        });
    }

    @Test
    void theInventoryHasEveryAlgorithm() {
        List<String> inventory = CHECKLIST.table("Cryptographic inventory").stream()
                .flatMap(row -> Arrays.stream(row.get(0).split("[ ,()]+")))
                .toList();

        assertThat(ProjectFiles.sources()
                        .flatMap(ProjectFiles::textLiterals)
                        .filter(HASH.asMatchPredicate())
                        .distinct())
                .hasSizeGreaterThan(4)
                .isSubsetOf(inventory);
        assertThat(Stream.of(SigningAlgorithm.values(), KeyEncryption.values(), ContentEncryption.values())
                        .flatMap(Arrays::stream)
                        .map(String::valueOf))
                .isSubsetOf(inventory);
    }
}
