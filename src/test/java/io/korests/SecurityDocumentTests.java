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

    private static final List<String> THREATS = List.of(
            "To be somebody else",
            "To have a token say more than it should",
            "To learn secrets, tokens and people",
            "To leave no trace, or a false one",
            "To keep others from chatting");

    private static final Pattern TEST = Pattern.compile(
            "(?<file>\\w+(?:Tests|IT))\\.(?<method>\\w+)|(?<script>[\\w-]+\\.(?:(?:test\\.)?js|sh)): (?<title>.+)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern HASH = Pattern.compile("(Hmac)?SHA-?\\d{3}(withRSA)?");

    /** The items of a chapter or section: its number, and how many there are in each of its parts. */
    private record Standard(String heading, String number, int... parts) {

        List<String> items() {
            return parts.length == 1
                    ? IntStream.rangeClosed(1, parts[0])
                            .mapToObj(item -> number + '.' + item)
                            .toList()
                    : IntStream.rangeClosed(1, parts.length)
                            .boxed()
                            .flatMap(part -> IntStream.rangeClosed(1, parts[part - 1])
                                    .mapToObj(item -> number + '.' + part + '.' + item))
                            .toList();
        }

        @Override
        public String toString() {
            return heading;
        }
    }

    static Stream<Standard> standards() {
        return Stream.of(
                new Standard("V9 Self-contained tokens", "9", 3, 4),
                new Standard("V11 Cryptography", "11", 4, 5, 5, 4, 2, 2, 2),
                new Standard("V13 Configuration", "13", 4, 6, 4, 7),
                new Standard("V14.3 Client-side data protection", "14.3", 3),
                new Standard("V16 Security logging and error handling", "16", 1, 5, 4, 3, 4),
                new Standard("RFC 8725, section 3", "3", 12));
    }

    static Stream<MarkdownFile> files() {
        return Stream.of(SECURITY, CHECKLIST);
    }

    @ParameterizedTest
    @MethodSource("standards")
    void everyItemIsThereOnceWithAStatusAndItsReason(Standard standard) {
        List<List<String>> rows = CHECKLIST.table(standard.heading());

        assertThat(rows).extracting(row -> row.get(0)).containsExactlyElementsOf(standard.items());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row).hasSize(4);
            assertThat(row.get(2)).isIn("met", "not applicable", "open");
            assertThat(row.get(3)).isNotBlank();
        });
        assertThat(rows)
                .filteredOn(row -> row.get(2).equals("met"))
                .allSatisfy(row -> assertThat(TEST.matcher(row.get(3)).find())
                        .as(row.get(0))
                        .isTrue());
    }

    @Test
    void everyDefenceHasATest() {
        assertThat(THREATS.stream().flatMap(heading -> SECURITY.table(heading).stream()))
                .hasSizeGreaterThan(50)
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
