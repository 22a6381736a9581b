package io.korests.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.MarkdownFile;
import io.korests.explain.Explanation.Found;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FindingsDocumentTests {

    @Test
    void everyFindingIsDocumentedAndNoOther() {
        assertThat(MarkdownFile.of("docs/kore-refuses-my-token.md").table("Findings"))
                .containsExactlyElementsOf(Stream.of(Finding.values())
                        .map(FindingsDocumentTests::row)
                        .toList());
    }

    private static List<String> row(Finding finding) {
        Found found = finding.with("");
        String id = found.id() + (found.refused() ? "" : " (a note)");
        return List.of(id, finding.answer(), found.sentence(), found.fix(), found.source());
    }
}
