package io.korests;

import java.util.regex.Pattern;
import org.apache.maven.artifact.versioning.ArtifactVersion;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;

/**
 * A known vulnerability of a library.
 *
 * @param artifact {@code group:name}, or {@code group:*} for all of a project whose artifacts share one version
 * @param affected compared as Maven compares versions
 * @param fixed the first version with the fix, on the line that the jar has
 * @param id of the CVE, or of the GitHub Advisory Database where there is none
 */
record Advisory(String artifact, VersionRange affected, String fixed, String id, String summary) {

    private static final Pattern ARTIFACT = Pattern.compile("[\\w.-]+:([\\w.-]+|\\*)");
    private static final Pattern ID = Pattern.compile("CVE-\\d{4}-\\d{4,}|GHSA(-[2-9cfghjmpqrvwx]{4}){3}");

    Advisory {
        if (!ARTIFACT.matcher(artifact).matches()) {
            throw new IllegalArgumentException(id + ": " + artifact + " is not group:name or group:*");
        }
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(id + " is no id of a CVE or of a GitHub advisory");
        }
        if (affected.containsVersion(version(fixed))) {
            throw new IllegalArgumentException(id + ": " + fixed + " fixes it and is affected by it");
        }
    }

    /** Reads a line of advisories.txt: the five fields, with {@code " | "} between them. */
    static Advisory parse(String line) {
        String[] fields = line.split(" \\| ", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException("Five fields are expected, got " + fields.length + ": " + line);
        }
        return new Advisory(fields[0], range(fields[1]), fields[2], fields[3], fields[4]);
    }

    private static VersionRange range(String text) {
        try {
            VersionRange range = VersionRange.createFromVersionSpec(text);
            // Maven takes a bare version for a recommendation, which every version satisfies.
            if (range.getRecommendedVersion() != null) {
                throw new IllegalArgumentException(text + " is a version, not a range; [" + text + "] is one");
            }
            return range;
        } catch (InvalidVersionSpecificationException exception) {
            throw new IllegalArgumentException(text + " is not a range of versions", exception);
        }
    }

    private static ArtifactVersion version(String text) {
        return new DefaultArtifactVersion(text);
    }

    /** Whether it is about this library, in whatever version. */
    boolean concerns(Library library) {
        return artifact.equals(library.group() + ':' + library.name()) || artifact.equals(library.group() + ":*");
    }

    boolean affects(Library library) {
        return concerns(library) && affected.containsVersion(version(library.version()));
    }
}
