package io.korests.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "jane@example.com", "a b", "jörg@例え.jp", "😀", "DOMAIN/user", "a=b"})
    void leavesWhatIsShownAsItself(String text) {
        assertThat(AuditLog.quoted(text)).isEqualTo(text);
    }

    static Object[][] dangerous() {
        return new Object[][] {
            {"a\nb", "a\\u{a}b"},
            {"a\r\nb", "a\\u{d}\\u{a}b"},
            {"a\tb", "a\\u{9}b"},
            {"a\0b", "a\\u{0}b"},
            {"a\u001b[31mb", "a\\u{1b}[31mb"},
            {"a\u007fb", "a\\u{7f}b"},
            {"a\u0085b", "a\\u{85}b"},
            {"a\u2028b\u2029", "a\\u{2028}b\\u{2029}"},
            {"a\u202eb\u2066c", "a\\u{202e}b\\u{2066}c"},
            {"a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"},
            {"a\ue000b", "a\\u{e000}b"},
            {"a\ud800b", "a\\u{d800}b"},
            {"\udb40\udc41", "\\u{e0041}"},
            {"a\"b", "a\\\"b"},
            {"a\\nb", "a\\\\nb"},
            {"a\\\"b", "a\\\\\\\"b"},
            {"\" event.outcome=\"success", "\\\" event.outcome=\\\"success"},
        };
    }

    @ParameterizedTest
    @MethodSource("dangerous")
    void escapesWhatCouldEndALineOrItsQuotationMarksOrHideInIt(String text, String escaped) {
        assertThat(AuditLog.quoted(text)).isEqualTo(escaped);
    }
}
