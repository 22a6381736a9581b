package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.OpenApi;
import io.korests.TestClientApps;
import io.korests.TestService;
import io.korests.problem.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the description says of requests is what the service makes of them. An example that has the name of a refusal is
 * refused so; any other gets a token.
 */
class OpenApiReplayTests {

    private static final String REQUEST = OpenApi.TOKENS + "/requestBody/content/";
    private static final String JSON = REQUEST + "application~1json";
    private static final String FORM = REQUEST + "application~1x-www-form-urlencoded";

    private final OpenApi api = new OpenApi();
    private final TestService service = TestService.with(clients());

    /** Those that the examples name. */
    private static Map<String, String> clients() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.default-client", "travel");
        TestClientApps.hs(properties, "members", "HS256");
        properties.put("sts.clients.members.anonymous", "false");
        TestClientApps.rs(properties, "club", "RS256");
        properties.put("sts.clients.club.allowed-claims", "identityToMerge, privateClaims, secureCustomData");
        return properties;
    }

    @TestFactory
    Stream<DynamicTest> answersTheJsonExamplesAsDescribed() {
        return examples(JSON)
                .map(example -> dynamicTest(
                        example.getKey(),
                        () -> assertAnswer(
                                example.getKey(),
                                post().json(JsonMapper.shared().writeValueAsString(example.getValue())))));
    }

    @TestFactory
    Stream<DynamicTest> answersTheFormExamplesAsDescribed() {
        return examples(FORM)
                .map(example -> dynamicTest(
                        example.getKey(), () -> assertAnswer(example.getKey(), post().form(form(example.getValue())))));
    }

    /** Each of these is refused by its type alone, so that the schema can know. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    true  | {"identity":"jane"}
                    true  | {"identity":-9007199254740991}
                    true  | {"identity":"jane","unknown":[1]}
                    true  | {"identity":"jane","clientId":null,"aud":null,"isAnonymous":null,"privateClaims":null}
                    true  | {"identity":"jane","isAnonymous":"1"}
                    true  | {"identity":"jane","isAnonymous":0}
                    true  | {"identity":"jane","isAnonymous":1.0}
                    true  | {"identity":"jane","isAnonymous":""}
                    true  | {"identity":"jane","clientSecret":{"any":"thing"}}
                    false | {"identity":true}
                    false | {"identity":["jane"]}
                    false | {"identity":{"name":"jane"}}
                    false | {"identity":4.2}
                    false | {"identity":9007199254740992}
                    false | {"identity":"jane","isAnonymous":"yes"}
                    false | {"identity":"jane","isAnonymous":2}
                    false | {"identity":"jane","isAnonymous":0.5}
                    false | {"identity":"jane","clientId":7}
                    false | {"identity":"jane","aud":["https://idproxy.kore.com/authorize"]}
                    false | {"identity":"jane","privateClaims":"gold"}
                    false | {"identity":"jane","secureCustomData":[]}
                    false | {"identity":"jane","anonymousJwt":1}
                    false | {"identity":"jane","identityToMerge":false}
                    """)
    void takesTheTypesThatTheSchemaTakes(boolean good, String json) {
        JsonNode body = JsonMapper.shared().readTree(json);

        HttpAnswer answer = service.send(post().json(json));

        assertThat(api.violations(JSON + "/schema", body).isEmpty()).isEqualTo(good);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(good ? 200 : 400);
    }

    private void assertAnswer(String example, HttpCall call) {
        HttpAnswer answer = service.send(call);
        Optional<Refusal> refusal = Stream.of(Refusal.values())
                .filter(candidate -> candidate.code().equals(example))
                .findFirst();
        if (refusal.isPresent()) {
            assertThat(answer.status()).isEqualTo(refusal.get().status());
            assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:kore-sts:" + example);
            api.assertDescribesByExample(OpenApi.TOKENS, answer);
            return;
        }
        assertThat(answer.jwt()).isNotBlank();
        api.assertDescribes(OpenApi.TOKENS, answer);
    }

    private Stream<Map.Entry<String, JsonNode>> examples(String media) {
        JsonNode examples = api.at(media + "/examples");
        assertThat(examples.size()).isGreaterThan(3);
        return examples.propertyStream()
                .map(example -> Map.entry(example.getKey(), example.getValue().get("value")));
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts");
    }

    /** As the description's {@code encoding} says: an object as JSON. */
    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static String form(JsonNode fields) {
        return fields.propertyStream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(text(field.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
