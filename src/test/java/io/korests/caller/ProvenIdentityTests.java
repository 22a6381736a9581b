package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenIdentityTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane@example.com",
                "jane",
                "j",
                "Jane Doe",
                "jörg@例え.jp",
                "DOMAIN\\jane",
                "o'neil@example.com",
                "d'Artagnan's",
                "100%",
                "50%_off",
                "a=?b",
                "nullable",
                "-x-",
                "null@example.com",
                "unknown@example.com",
                "\"jane\"",
                "a\u00a0b",
                "😀"
            })
    void isTakenExactlyAsItIs(String text) {
        assertThat(header(text)).isEqualTo(new ProvenIdentity(text, null));
        assertThat(ProvenIdentity.of(text, Cause.NO_IDENTITY_CLAIM)).isEqualTo(new ProvenIdentity(text, null));
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(
            strings = {
                "",
                " ",
                "\u2003",
                "(null)",
                "null",
                "NULL",
                "Null",
                "-",
                "undefined",
                "unknown",
                "Unknown",
                "anonymous",
                "ANONYMOUS",
                "anonymousUser",
                "None",
                "nil",
                "<nil>",
                "<null>",
                "NaN",
                "\"\"",
                "''"
            })
    void whatIsWrittenForNobodyIsNobody(String text) {
        assertThat(header(text)).isEqualTo(ProvenIdentity.unproven(Cause.NO_IDENTITY_HEADER));
        assertThat(ProvenIdentity.of(text, Cause.NO_IDENTITY_CLAIM))
                .isEqualTo(ProvenIdentity.unproven(Cause.NO_IDENTITY_CLAIM));
    }

    /** Stripped, each of them would be the same person as without. */
    @ParameterizedTest
    @ValueSource(
            ints = {' ', '\t', '\n', '\r', 0x1c, 0x1f, 0x85, 0xa0, 0x2003, 0x2007, 0x2028, 0x2029, 0x202f, 0x3000, 0})
    void whiteSpaceAtAnEndIsRefused(int character) {
        String space = Character.toString(character);

        for (String text : List.of("ceo@example.com" + space, space + "ceo@example.com")) {
            assertThat(header(text)).isEqualTo(ProvenIdentity.unproven(Cause.MALFORMED_IDENTITY));
            assertThat(ProvenIdentity.of(text, Cause.NO_IDENTITY_CLAIM))
                    .isEqualTo(ProvenIdentity.unproven(Cause.MALFORMED_IDENTITY));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000b", "a\u007fb", "\ud800", "a\udc00"})
    void whatIsNoTextIsRefused(String text) {
        assertThat(ProvenIdentity.of(text, Cause.NO_IDENTITY_CLAIM))
                .isEqualTo(ProvenIdentity.unproven(Cause.MALFORMED_IDENTITY));
    }

    @Test
    void mayHave256CharactersAndNoMore() {
        assertThat(header("x".repeat(256)).text()).hasSize(256);
        assertThat(header("😀".repeat(256)).cause()).isNull();
        assertThat(header("x".repeat(257)).cause()).isEqualTo(Cause.MALFORMED_IDENTITY);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', textBlock = """
                    |eve, jane|,                       LIST_OF_IDENTITIES
                    |eve,jane|,                        LIST_OF_IDENTITIES
                    |,|,                               LIST_OF_IDENTITIES
                    |CN=jane,OU=staff|,                LIST_OF_IDENTITIES
                    jane%40example.com,                PERCENT_ENCODED
                    j%C3%B6rg,                         PERCENT_ENCODED
                    %2e,                               PERCENT_ENCODED
                    =?UTF-8?Q?j=C3=B6rg?=,             ENCODED_WORD
                    =?utf-8?b?asO2cmc=?=,              ENCODED_WORD
                    Doe =?ISO-8859-1?q?J=F6rg?=,       ENCODED_WORD
                    UTF-8''j%C3%B6rg,                  EXTENDED_VALUE
                    utf-8'en'jane,                     EXTENDED_VALUE
                    iso-8859-1''jane,                  EXTENDED_VALUE
                    """)
    void whatCouldBeReadInTwoWaysIsRefused(String header, Cause cause) {
        assertThat(header(header)).isEqualTo(ProvenIdentity.unproven(cause));
    }

    @Test
    void latin1IsRefused() {
        assertThat(ProvenIdentity.ofHeader(List.of("j\u00f6rg"), null))
                .isEqualTo(ProvenIdentity.unproven(Cause.NOT_UTF_8));
        assertThat(ProvenIdentity.ofHeader(List.of("\u00ff"), null))
                .isEqualTo(ProvenIdentity.unproven(Cause.NOT_UTF_8));
    }

    @Test
    void ofSeveralHeadersNoneCounts() {
        assertThat(ProvenIdentity.ofHeader(List.of("jane", "jane"), null))
                .isEqualTo(ProvenIdentity.unproven(Cause.REPEATED_IDENTITY));
        assertThat(ProvenIdentity.ofHeader(List.of(), null))
                .isEqualTo(ProvenIdentity.unproven(Cause.NO_IDENTITY_HEADER));
    }

    @Test
    void saysNothingOfThePerson() {
        assertThat(header("jane")).hasToString("proven identity");
        assertThat(header("eve, jane")).hasToString("list-of-identities");
    }

    /** As the container reads the octets that a gateway sends. */
    private static ProvenIdentity header(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return ProvenIdentity.ofHeader(List.of(new String(octets, StandardCharsets.ISO_8859_1)), null);
    }
}
