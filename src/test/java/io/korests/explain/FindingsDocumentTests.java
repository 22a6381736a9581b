package io.korests.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.MarkdownFile;
import io.korests.explain.Explainer.Found;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document looks up Kore's words; what Kore says of the other findings is not known, and {@code explain} prints their fixes. */
class FindingsDocumentTests {

    private static final MarkdownFile DOCUMENT = MarkdownFile.of("docs/kore-refuses-my-token.md");
    private static final Pattern NAMED = Pattern.compile("`([a-z-]+)`( \\(a note\\))?");

    @Test
    void everyAnswerOfKoresIsDocumentedAndNoOther() {
        assertThat(DOCUMENT.table("Findings"))
                .containsExactlyElementsOf(findings(true)
                        .map(finding -> List.of(
                                name(finding), finding.answer, finding.with("").fix()))
                        .toList());
    }

    @Test
    void everyOtherFindingIsNamedAndNoOther() {
        String[] parts = DOCUMENT.text().split("`explain` prints their fixes:", 2);
        assertThat(NAMED.matcher(parts[1]).results().map(name -> name.group().replace("`", "")))
                .containsExactlyElementsOf(
                        findings(false).map(FindingsDocumentTests::name).toList());
    }

    private static Stream<Finding> findings(boolean answered) {
        return Stream.of(Finding.values()).filter(finding -> !finding.answer.isEmpty() == answered);
    }

    private static String name(Finding finding) {
        Found found = finding.with("");
        return found.id() + (found.refused() ? "" : " (a note)");
    }
}
