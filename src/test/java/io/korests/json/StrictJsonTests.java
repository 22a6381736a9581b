package io.korests.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

class StrictJsonTests {

    private final JsonFactory factory = StrictJson.factory(10, 5000);

    /** A parser that keeps them gives the same text again. */
    @Test
    void keepsNoNamesFromOneTextToTheNext() {
        assertThat(name("sent-by-a-stranger")).isEqualTo("sent-by-a-stranger").isNotSameAs(name("sent-by-a-stranger"));
    }

    @Test
    void namesHaveAtMost256Characters() {
        assertThat(name("\u0100".repeat(256))).hasSize(256);
        assertThatThrownBy(() -> name("\u0100".repeat(257))).isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void numbersAreAsLongAsTexts() {
        assertThatCode(() -> read("[" + "1".repeat(5000) + "]")).doesNotThrowAnyException();
        assertThatThrownBy(() -> read("[" + "1".repeat(5001) + "]")).isInstanceOf(StreamConstraintsException.class);
    }

    private String name(String text) {
        try (JsonParser parser = StrictJson.parser("{\"" + text + "\":1}", factory)) {
            parser.nextToken();
            return parser.nextName();
        }
    }

    private void read(String text) {
        try (JsonParser parser = StrictJson.parser(text, factory)) {
            while (parser.nextToken() != null) {
                parser.getString();
            }
        }
    }
}
