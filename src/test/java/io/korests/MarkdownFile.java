package io.korests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A Markdown file, as GitHub reads it.
 *
 * @param path relative to the project's folder
 */
public record MarkdownFile(Path path, String text) {

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

    public static MarkdownFile of(String path) {
        return of(Path.of(path));
    }

    static MarkdownFile of(Path path) {
        try {
            return new MarkdownFile(path, Files.readString(path));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    static List<MarkdownFile> all() {
        return ProjectFiles.all().stream()
                .filter(path -> path.toString().endsWith(".md"))
                .map(MarkdownFile::of)
                .toList();
    }

    List<String> codeBlocks(String language) {
        return codeBlocksOf(text, language);
    }

    /** Those between this heading and the next; the heading is of the second or a lower level. */
    public List<String> codeBlocks(String heading, String language) {
        return Arrays.stream(text.split("(?m)^#{2,6} "))
                .filter(section -> section.startsWith(heading + '\n'))
                .flatMap(section -> codeBlocksOf(section, language).stream())
                .toList();
    }

    private static List<String> codeBlocksOf(String text, String language) {
        return CODE_BLOCK
                .matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** Where links lead that are neither in code nor in a comment. */
    List<String> links() {
        String prose = prose().replaceAll("`[^`\n]*`", "");
        return LINK.matcher(prose).results().map(link -> link.group(1)).toList();
    }

    /** What may stand behind {@code #} in a link to this file. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        HEADING.matcher(prose()).results().forEach(heading -> {
            String anchor = anchor(heading.group(1));
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + '-' + before);
        });
        return anchors;
    }

    private static String anchor(String heading) {
        return LINK.matcher(heading)
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** The rows of all tables between this heading and the next, without their heads; a row is its cells without backticks. */
    public List<List<String>> table(String heading) {
        List<List<String>> rows = new ArrayList<>();
        boolean head = true;
        for (String line : section(heading).split("\n")) {
            if (!line.startsWith("|")) {
                head = true;
            } else if (line.startsWith("|---")) {
                head = false;
            } else if (!head) {
                rows.add(cells(line));
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|"))
                .map(cell -> cell.strip().replace("`", ""))
                .toList();
    }

    private String section(String heading) {
        String prose = prose();
        List<MatchResult> headings = HEADING.matcher(prose).results().toList();
        for (int i = 0; i < headings.size(); i++) {
            if (headings.get(i).group(1).equals(heading)) {
                int end = i + 1 < headings.size() ? headings.get(i + 1).start() : prose.length();
                return prose.substring(headings.get(i).end(), end);
            }
        }
        throw new AssertionError(path + " has no heading " + heading);
    }

    private String prose() {
        return COMMENT.matcher(CODE_BLOCK.matcher(text).replaceAll("")).replaceAll("");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
