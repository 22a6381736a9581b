package io.korests;

/**
 * An advisory that the jar is subject to, with the reason why that is accepted. It holds for one version, so that the next
 * one is assessed again.
 *
 * @param artifact as in the advisory
 */
record AcceptedAdvisory(String id, String artifact, String version, String reason) {

    AcceptedAdvisory {
        if (reason.isBlank()) {
            throw new IllegalArgumentException(id + " is accepted without a reason");
        }
    }

    /** Reads a line of advisories-accepted.txt: the four fields, with {@code " | "} between them. */
    static AcceptedAdvisory parse(String line) {
        String[] fields = line.split(" \\| ", -1);
        if (fields.length != 4) {
            throw new IllegalArgumentException("Four fields are expected, got " + fields.length + ": " + line);
        }
        return new AcceptedAdvisory(fields[0], fields[1], fields[2], fields[3]);
    }

    boolean covers(Advisory advisory, Library library) {
        return id.equals(advisory.id()) && artifact.equals(advisory.artifact()) && version.equals(library.version());
    }
}
