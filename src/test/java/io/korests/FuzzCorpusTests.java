package io.korests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input that the fuzzer kept, once more; src/test/fuzz/run.sh looks for further ones. */
class FuzzCorpusTests {

    private static final Path TESTS = Path.of("src/test/java");
    private static final Path CORPUS = Path.of("src/test/fuzz");

    @TestFactory
    List<DynamicTest> theCorpusOfEveryTargetPasses() throws IOException {
        try (Stream<Path> sources = Files.walk(TESTS)) {
            List<DynamicTest> tests = sources.map(path -> TESTS.relativize(path).toString())
                    .filter(name -> name.endsWith("Fuzz.java"))
                    .map(name -> name.replaceFirst("\\.java$", "").replace('/', '.'))
                    .map(target -> dynamicTest(target, () -> replay(target)))
                    .toList();
            assertThat(tests).hasSizeGreaterThan(6);
            return tests;
        }
    }

    private static void replay(String target) throws IOException, ReflectiveOperationException {
        Method fuzz = Class.forName(target).getMethod("fuzzerTestOneInput", byte[].class);
        String name = target.replaceFirst(".*\\.(.*)Fuzz$", "$1");
        List<String> inputs = Files.readAllLines(CORPUS.resolve(name + ".txt"));
        assertThat(inputs).hasSizeGreaterThan(5);
        for (String input : inputs) {
            fuzz.invoke(null, (Object) Base64.getDecoder().decode(input));
        }
    }
}
