package io.korests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownAdvisoriesTests {

    private static final String DATE = "date: 2026-11-26";
    private static final String SERVER =
            "org.example:server | [11.0.0-M1,11.0.25] | 11.0.26 | CVE-2026-77756 | It reads too much";

    private static KnownAdvisories known(String... advisories) {
        return KnownAdvisories.parse(List.of(advisories), List.of());
    }

    private static KnownAdvisories accepting(String... accepted) {
        return KnownAdvisories.parse(List.of(DATE, SERVER), List.of(accepted));
    }

    private static List<Library> server(String version) {
        return List.of(new Library("org.example", "server", version));
    }

    @Test
    void reportAnAffectedLibraryWithIdFixAndSummary() {
        assertThat(known(DATE, SERVER).findings(server("11.0.25")))
                .containsExactly("org.example:server 11.0.25: CVE-2026-77756, fixed in 11.0.26: It reads too much");
    }

    /** As Maven orders them: numbers as numbers, milestones and candidates before the release. */
    @ParameterizedTest
    @CsvSource({
        "11.0.0-M1, true",
        "11.0.0-M21, true",
        "11.0.0-RC1, true",
        "11.0.0, true",
        "11.0.3, true",
        "11.0.25, true",
        "11.0.26, false",
        "11.0.100, false",
        "11.0.26-SNAPSHOT, false",
        "10.1.59, false",
        "11.1.0, false"
    })
    void compareVersionsAsMavenDoes(String version, boolean affected) {
        assertThat(known(DATE, SERVER).findings(server(version))).hasSize(affected ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "2.18.9, true",
        "2.18.10, false",
        "2.18.11, false",
        "2.19.0, true",
        "2.21.5, true",
        "2.21.6, false",
        "2.22, true",
        "2.22.1, true",
        "2.22.2, false"
    })
    void compareWithSeveralRanges(String version, boolean affected) {
        KnownAdvisories several = known(
                DATE,
                "org.example:server | (,2.18.10),[2.19.0,2.21.6),[2.22.0,2.22.2) | 2.22.2 | GHSA-q4xh-88c3-wmh7 | Slow");

        assertThat(several.findings(server(version))).hasSize(affected ? 1 : 0);
    }

    @Test
    void reportEachArtifactOfAProjectThatIsAffectedAsAWhole() {
        KnownAdvisories project = known(DATE, "org.example:* | [1.0] | 1.1 | CVE-2026-10000 | All of it");

        assertThat(project.findings(List.of(
                        new Library("org.example", "core", "1.0"),
                        new Library("org.example", "web", "1.0"),
                        new Library("org.example", "later", "1.1"),
                        new Library("org.example.more", "core", "1.0"))))
                .hasSize(2)
                .allMatch(finding ->
                        finding.startsWith("org.example:core 1.0") || finding.startsWith("org.example:web 1.0"));
    }

    @ParameterizedTest
    @CsvSource({"org.example, serve", "org.example, server-core", "org.exampl, server", "com.example, server"})
    void reportNoOtherLibrary(String group, String name) {
        assertThat(known(DATE, SERVER).findings(List.of(new Library(group, name, "11.0.25"))))
                .isEmpty();
    }

    @Test
    void leaveOutWhatIsAccepted() {
        KnownAdvisories known = accepting("CVE-2026-77756 | org.example:server | 11.0.25 | HTTP/1.0 is off");

        assertThat(known.findings(server("11.0.25"))).isEmpty();
        assertThat(known.unneeded(server("11.0.25"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CVE-2026-77756 | org.example:server | 11.0.24 | Another version",
                "CVE-2026-77757 | org.example:server | 11.0.25 | Another advisory",
                "CVE-2026-77756 | org.example:* | 11.0.25 | Another artifact"
            })
    void acceptNothingElse(String accepted) {
        KnownAdvisories known = accepting(accepted);

        assertThat(known.findings(server("11.0.25"))).hasSize(1);
        assertThat(known.unneeded(server("11.0.25"))).hasSize(1);
    }

    @Test
    void reportWhatIsAcceptedAndFixed() {
        KnownAdvisories known =
                accepting("CVE-2026-77756 | org.example:server | 11.0.26 | It was thought to be affected");

        assertThat(known.unneeded(server("11.0.26")))
                .extracting(AcceptedAdvisory::id)
                .containsExactly("CVE-2026-77756");
    }

    @Test
    void reportArtifactsThatNoLibraryHas() {
        KnownAdvisories known = known(DATE, SERVER, SERVER.replace("server", "sever"), SERVER.replace("server", "*"));

        assertThat(known.unknownArtifacts(server("11.0.26"))).containsExactly("org.example:sever");
    }

    @Test
    void skipCommentsAndEmptyLines() {
        assertThat(known("# A comment", "", DATE, "  ", SERVER).advisories()).hasSize(1);
    }

    @Test
    void haveAnAge() {
        assertThat(known(DATE).ageInDays(LocalDate.parse("2026-11-26"))).isZero();
        assertThat(known(DATE).ageInDays(LocalDate.parse("2027-02-25"))).isEqualTo(91);
    }

    @Test
    void mayNotBeOfTheFuture() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> known(DATE).ageInDays(LocalDate.parse("2026-11-25")))
                .withMessage("The advisories are of 2026-11-26, which is in the future");
    }

    @Test
    void haveOneDate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> known(SERVER))
                .withMessage("One line \"date: YYYY-MM-DD\" is expected, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> known(DATE, DATE))
                .withMessage("One line \"date: YYYY-MM-DD\" is expected, got 2");
        assertThatExceptionOfType(DateTimeParseException.class).isThrownBy(() -> known("date: 26.11.2026"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "org.example:server | [1.0,2.0) | 2.0 | CVE-2026-10000; Five fields are expected, got 4",
                "org.example:server | [1.0,2.0) | 2.0 | CVE-2026-10000 | Too | much; Five fields are expected, got 6",
                "org.example:server | 1.0 | 2.0 | CVE-2026-10000 | Bare; 1.0 is a version, not a range",
                "org.example:server | [1.0,2.0 | 2.0 | CVE-2026-10000 | Open; [1.0,2.0 is not a range of versions",
                "org.example:server | [2.0,1.0] | 2.0 | CVE-2026-10000 | Back; [2.0,1.0] is not a range of versions",
                "org.example:server | [1.0,2.0] | 2.0 | CVE-2026-10000 | Both; 2.0 fixes it and is affected by it",
                "org.example | [1.0,2.0) | 2.0 | CVE-2026-10000 | Group; org.example is not group:name or group:*",
                "org.example:server | [1.0,2.0) | 2.0 | CVE-26-1 | Short; CVE-26-1 is no id of a CVE",
                "org.example:server | [1.0,2.0) | 2.0 | GHSA-1234 | Short; GHSA-1234 is no id of a CVE"
            })
    void refuseALineThatCouldNeverMatchOrAlwaysWould(String line, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> known(DATE, line)).withMessageContaining(message);
    }

    @Test
    void refuseToAcceptWithoutAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accepting("CVE-2026-77756 | org.example:server | 11.0.25 |  "))
                .withMessage("CVE-2026-77756 is accepted without a reason");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accepting("CVE-2026-77756 | org.example:server | 11.0.25"))
                .withMessageStartingWith("Four fields are expected, got 3");
    }
}
