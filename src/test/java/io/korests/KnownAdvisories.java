package io.korests;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The advisories that are checked in, and those of them that are accepted.
 *
 * @param date on which the advisories were last looked up
 */
record KnownAdvisories(LocalDate date, List<Advisory> advisories, List<AcceptedAdvisory> accepted) {

    private static final String DATE = "date: ";

    /** Reads the lines of advisories.txt and advisories-accepted.txt. */
    static KnownAdvisories parse(List<String> advisories, List<String> accepted) {
        List<String> dates =
                content(advisories).filter(line -> line.startsWith(DATE)).toList();
        if (dates.size() != 1) {
            throw new IllegalArgumentException("One line \"date: YYYY-MM-DD\" is expected, got " + dates.size());
        }
        return new KnownAdvisories(
                LocalDate.parse(dates.get(0).substring(DATE.length())),
                content(advisories)
                        .filter(line -> !line.startsWith(DATE))
                        .map(Advisory::parse)
                        .toList(),
                content(accepted).map(AcceptedAdvisory::parse).toList());
    }

    private static Stream<String> content(List<String> lines) {
        return lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    /** @throws IllegalArgumentException if the date is in the future, which would hide for how long nobody looked */
    long ageInDays(LocalDate today) {
        if (date.isAfter(today)) {
            throw new IllegalArgumentException("The advisories are of " + date + ", which is in the future");
        }
        return ChronoUnit.DAYS.between(date, today);
    }

    /** A line for each advisory that affects one of these libraries and is not accepted. */
    List<String> findings(Collection<Library> libraries) {
        return advisories.stream()
                .flatMap(advisory -> libraries.stream()
                        .filter(library -> advisory.affects(library) && !isAccepted(advisory, library))
                        .map(library -> "%s: %s, fixed in %s: %s"
                                .formatted(library, advisory.id(), advisory.fixed(), advisory.summary())))
                .toList();
    }

    private boolean isAccepted(Advisory advisory, Library library) {
        return accepted.stream().anyMatch(acceptance -> acceptance.covers(advisory, library));
    }

    /** What is accepted and affects none of these libraries, or not in that version. */
    List<AcceptedAdvisory> unneeded(Collection<Library> libraries) {
        return accepted.stream()
                .filter(acceptance -> advisories.stream()
                        .noneMatch(advisory -> libraries.stream()
                                .anyMatch(
                                        library -> advisory.affects(library) && acceptance.covers(advisory, library))))
                .toList();
    }

    /** Artifacts of the advisories that are none of these libraries: not used any more, or misspelt. */
    List<String> unknownArtifacts(Collection<Library> libraries) {
        return advisories.stream()
                .filter(advisory -> libraries.stream().noneMatch(advisory::concerns))
                .map(Advisory::artifact)
                .distinct()
                .toList();
    }
}
