package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the libraries of the packaged jar against the advisories that are checked in; SECURITY.md says how these are kept current. */
class KnownAdvisoriesIT {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final int OLD_DAYS = 90;

    private final List<Library> libraries = BillOfMaterials.ofTheJar().libraries();
    private final KnownAdvisories known;

    KnownAdvisoriesIT() throws IOException {
        known = KnownAdvisories.parse(
                Files.readAllLines(RESOURCES.resolve("advisories.txt")),
                Files.readAllLines(RESOURCES.resolve("advisories-accepted.txt")));
    }

    @Test
    void noLibraryHasOneThatIsNotAccepted() {
        assertThat(libraries).hasSizeGreaterThan(60);
        assertThat(known.advisories()).hasSizeGreaterThan(50);
        assertThat(known.findings(libraries)).isEmpty();
        known.accepted().forEach(accepted -> System.out.println("Accepted advisory: " + accepted));
    }

    @Test
    void noneIsAcceptedWithoutNeed() {
        assertThat(known.unneeded(libraries)).isEmpty();
    }

    @Test
    void eachIsAboutALibraryOfTheJar() {
        assertThat(known.unknownArtifacts(libraries)).isEmpty();
    }

    /** A warning and not a failure: a build of an old commit must not fail for its date. */
    @Test
    void areOfADateThatIsNotInTheFuture() {
        long days = known.ageInDays(LocalDate.now(ZoneOffset.UTC));
        if (days > OLD_DAYS) {
            System.out.printf(
                    "WARNING: the advisories were last looked up %d days ago; SECURITY.md says how to do it again.%n",
                    days);
        }
        assertThat(days).isNotNegative();
    }
}
