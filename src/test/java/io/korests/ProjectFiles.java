package io.korests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the project, without what is built, fetched or belongs to an editor. */
final class ProjectFiles {

    private static final Set<String> NOT_OURS =
            Set.of(".git", "target", ".tools", "node_modules", ".idea", ".vscode", ".settings");
    private static final Pattern TEXT_LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

    private ProjectFiles() {}

    /** Relative to the project's folder, in which the tests run. */
    static List<Path> all() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(Path.of(""), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean ours = !NOT_OURS.contains(folder.getFileName().toString());
                    return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    // In a worktree .git is a file, and names where the repository is.
                    if (!NOT_OURS.contains(file.getFileName().toString())) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return files;
    }

    /** The file as text of one character for each byte, so that any file can be searched for ASCII. */
    static String bytes(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** The service's own Java sources. */
    static Stream<String> sources() {
        return all().stream()
                .filter(file -> file.startsWith("src/main/java"))
                .map(MarkdownFile::of)
                .map(MarkdownFile::text);
    }

    /** The text literals in Java source. */
    static Stream<String> textLiterals(String source) {
        return TEXT_LITERAL.matcher(source).results().map(literal -> literal.group(1));
    }
}
