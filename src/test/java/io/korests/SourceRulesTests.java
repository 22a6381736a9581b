package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Rules about the text of the sources, which the compiler's own parser reads. */
class SourceRulesTests {

    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");
    private static final int MOST_LINES = 200;
    /** All the cases of one guard are one idea, and some guards have many. */
    private static final int MOST_TEST_LINES = 300;

    private static final int MOST_METHOD_LINES = 30;
    private static final int MOST_ARGUMENTS = 5;
    private static final String SECRETS = "(?i).*(secret|privatekey|publickey|hashkey|password|token|jwt)";

    @Test
    void filesAreShort() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : Stream.concat(sources(MAIN), sources(TESTS)).toList()) {
            int lines = Files.readAllLines(file).size();
            if (lines > (file.startsWith(TESTS) ? MOST_TEST_LINES : MOST_LINES)) {
                wrong.add(file + ": " + lines);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void methodsAreShort() throws IOException {
        List<String> wrong = new ArrayList<>();
        parse((unit, positions) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
                long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
                if (last - first >= MOST_METHOD_LINES) {
                    wrong.add(unit.getSourceFile().getName() + ' ' + method.getName() + ": " + (last - first + 1));
                }
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null));
        assertThat(wrong).isEmpty();
    }

    @Test
    void constructorsTakeFewArguments() throws IOException {
        List<String> wrong = new ArrayList<>();
        types(type -> {
            if (type.getKind() == Tree.Kind.RECORD) {
                return;
            }
            for (Tree member : type.getMembers()) {
                if (member instanceof MethodTree method
                        && method.getReturnType() == null
                        && method.getParameters().size() > MOST_ARGUMENTS) {
                    wrong.add(
                            type.getSimpleName() + ": " + method.getParameters().size());
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** A record's own toString shows every component. */
    @Test
    void recordsWithSecretsSayNothingOfThem() throws IOException {
        List<String> guarded = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        types(type -> {
            if (type.getKind() != Tree.Kind.RECORD
                    || type.getMembers().stream().noneMatch(SourceRulesTests::isSecret)) {
                return;
            }
            boolean overridden = type.getMembers().stream()
                    .anyMatch(member -> member instanceof MethodTree method
                            && method.getName().contentEquals("toString"));
            (overridden ? guarded : wrong).add(type.getSimpleName().toString());
        });
        assertThat(wrong).isEmpty();
        assertThat(guarded).contains("ClientProperties", "Gateway", "StsRequest", "TokenAttempt", "Encryption");
    }

    private static boolean isSecret(Tree member) {
        return member instanceof VariableTree field
                && !field.getModifiers().getFlags().contains(Modifier.STATIC)
                && field.getName().toString().matches(SECRETS)
                && field.getType().toString().endsWith("String");
    }

    @Test
    void everyPackageSaysWhatLivesThereAndIsNullMarked() throws IOException {
        for (Path directory : sources(MAIN).map(Path::getParent).distinct().toList()) {
            assertThat(directory.resolve("package-info.java"))
                    .content()
                    .startsWith("/**")
                    .contains("@NullMarked");
        }
    }

    private interface TypeVisitor {
        void visit(ClassTree type);
    }

    private static void types(TypeVisitor visitor) throws IOException {
        parse((unit, positions) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                visitor.visit(type);
                return super.visitClass(type, nothing);
            }
        }.scan(unit, null));
    }

    private static void parse(BiConsumer<CompilationUnitTree, SourcePositions> visitor) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    null,
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(sources(MAIN).toList()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                visitor.accept(unit, positions);
            }
        }
    }

    private static Stream<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }
}
