package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.korests.OpenApi;
import io.korests.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What can be said of openapi.yaml without a service that runs. The linter of src/e2e says the rest. */
class OpenApiDocumentTests {

    private static final String PROBLEM = "application~1problem+json";

    private final OpenApi api = new OpenApi();

    @ParameterizedTest
    @EnumSource
    void hasAnExampleOfEveryRefusal(Refusal refusal) {
        assertThat(problems()).containsKey(refusal.code());
        JsonNode example = problems().get(refusal.code());
        assertThat(example.get("type").stringValue()).isEqualTo("urn:kore-sts:" + refusal.code());
        assertThat(example.get("title").stringValue()).isEqualTo(refusal.title());
        assertThat(example.get("status").intValue()).isEqualTo(refusal.status());
        assertThat(example.get("errors").get(0).get("code").intValue()).isEqualTo(refusal.status());
        assertThat(example.get("errors").get(0).get("msg")).isEqualTo(example.get("detail"));
    }

    @Test
    void listsTheRefusalsThatThereAreAndNoOthers() {
        List<String> codes = Stream.of(Refusal.values()).map(Refusal::code).toList();

        assertThat(problems().keySet()).containsExactlyInAnyOrderElementsOf(codes);
        assertThat(api.at("/components/schemas/Problem/properties/type/enum").values().stream()
                        .map(JsonNode::stringValue))
                .containsExactlyInAnyOrderElementsOf(
                        codes.stream().map("urn:kore-sts:"::concat).toList());
    }

    @TestFactory
    Stream<DynamicTest> hasExamplesThatFitTheirSchemas() {
        List<DynamicTest> tests = new ArrayList<>();
        collectExamples("/paths", tests);
        collectExamples("/components/responses", tests);
        assertThat(tests).hasSizeGreaterThan(35);
        return tests.stream();
    }

    private void collectExamples(String pointer, List<DynamicTest> tests) {
        JsonNode node = api.at(pointer);
        if (node.has("examples") && node.has("schema")) {
            node.get("examples")
                    .propertyNames()
                    .forEach(name -> tests.add(dynamicTest(
                            pointer + " " + name,
                            () -> assertThat(api.violations(
                                            pointer + "/schema", api.at(pointer + "/examples/" + name + "/value")))
                                    .isEmpty())));
            return;
        }
        for (String name : node.propertyNames()) {
            collectExamples(pointer + '/' + name.replace("~", "~0").replace("/", "~1"), tests);
        }
    }

    /** The examples of refusals, by code; the one of an operation before the one that operations share. */
    private Map<String, JsonNode> problems() {
        Map<String, JsonNode> problems = new TreeMap<>();
        for (JsonNode response : api.at("/components/responses").values()) {
            addProblems(response, problems);
        }
        for (JsonNode response : api.at(OpenApi.TOKENS + "/responses").values()) {
            addProblems(response, problems);
        }
        return problems;
    }

    private static void addProblems(JsonNode response, Map<String, JsonNode> problems) {
        JsonNode examples = response.at("/content/" + PROBLEM + "/examples");
        examples.propertyNames()
                .forEach(code -> problems.put(code, examples.get(code).get("value")));
    }
}
