package io.korests;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Test vectors of Project Wycheproof, where a folder beside the project has them. Its README.md says which commit they are of. */
public final class Wycheproof {

    private static final Path FOLDER = Path.of("../shared/wycheproof");

    private Wycheproof() {}

    /** All vectors of a file; skips the test, and says so, where the folder is not there. */
    public static Stream<Vector> vectors(String file) {
        assumeThat(Files.isDirectory(FOLDER))
                .as("Wycheproof's vectors did not run: %s is not there", FOLDER)
                .isTrue();
        try {
            JsonNode root = JsonMapper.shared().readTree(Files.readAllBytes(FOLDER.resolve(file + "_test.json")));
            return root.get("testGroups")
                    .valueStream()
                    .flatMap(group -> group.get("tests").valueStream().map(test -> new Vector(file, group, test)));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** How many vectors there are for each outcome, in the order of the outcomes' names. */
    public static Map<String, Integer> count(Stream<Vector> vectors, Function<Vector, String> outcome) {
        Map<String, Integer> counts = new TreeMap<>();
        vectors.forEach(vector -> counts.merge(outcome.apply(vector), 1, Integer::sum));
        return counts;
    }

    /** One vector and the group that it is of. */
    public record Vector(String file, JsonNode group, JsonNode test) {

        public String text(String member) {
            return test.path(member).asString("");
        }

        public byte[] bytes(String member) {
            return HexFormat.of().parseHex(text(member));
        }

        public boolean isValid() {
            return text("result").equals("valid");
        }

        public boolean isInvalid() {
            return text("result").equals("invalid");
        }

        /** The group's key, or the empty object where it has a set of them. */
        public JsonNode key() {
            JsonNode key = group.path("private");
            JsonNode set = key.path("keys");
            return set.size() == 1 ? set.get(0) : key;
        }

        public String ofKey(String member) {
            return key().path(member).asString("");
        }

        @Override
        public String toString() {
            return file + ' ' + test.get("tcId") + ' ' + group.path("comment").asString("") + ' ' + text("comment")
                    + ", " + text("result");
        }
    }
}
