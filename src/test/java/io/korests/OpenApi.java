package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the API, and whether an answer is what it says. */
public final class OpenApi {

    public static final String TOKENS = "/paths/~1api~1users~1sts/post";
    public static final String KEYS = "/paths/~1.well-known~1jwks.json/get";
    public static final String PEM = "/paths/~1.well-known~1{client}.pem/get";
    public static final String ITSELF = "/paths/~1openapi.yaml/get";

    private static final String LOCATION = "urn:kore-sts:openapi";
    private static final List<String> HEADERS =
            List.of("Allow", "Retry-After", "WWW-Authenticate", "X-Request-Id", "ETag", "Cache-Control");

    /** Whose answers those to a path are. */
    private static final Map<String, String> OPERATIONS = Map.of(
            "(/api)?/users/sts/?", TOKENS,
            "/\\.well-known/jwks\\.json", KEYS,
            "/\\.well-known/[a-z0-9]+\\.pem", PEM,
            "/openapi\\.yaml", ITSELF);

    private final JsonNode root = read();
    private final SchemaRegistry schemas = SchemaRegistry.withDialect(
            Dialects.getDraft202012(), builder -> builder.schemas(Map.of(LOCATION, strict(root))));

    private static JsonNode read() {
        try (InputStream yaml = new ClassPathResource("openapi.yaml").getInputStream()) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** A reader must pass over members that are new to it (RFC 9457 §3.2); a test must not. */
    private static String strict(JsonNode root) {
        JsonNode copy = root.deepCopy();
        for (String answered : List.of("TokenAnswer", "Problem", "Problem/properties/errors/items", "JwkSet")) {
            ((ObjectNode) copy.at("/components/schemas/" + answered)).put("additionalProperties", false);
        }
        return JsonMapper.shared().writeValueAsString(copy);
    }

    /** @return what stands at a JSON pointer (RFC 6901), through one $ref where one stands there */
    public JsonNode at(String pointer) {
        return root.at(resolved(pointer));
    }

    private String resolved(String pointer) {
        JsonNode ref = root.at(pointer).path("$ref");
        return ref.isString() ? ref.stringValue().substring(1) : pointer;
    }

    /** @return what of the value is not as the schema at the pointer says */
    public List<String> violations(String schemaPointer, JsonNode value) {
        String fragment = schemaPointer.replace("{", "%7B").replace("}", "%7D");
        return schemas.getSchema(SchemaLocation.of(LOCATION + '#' + fragment)).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /**
     * Fails unless the service may answer so. What belongs to no operation (another path, a preflight, what is not HTTP) may be
     * refused, by a problem.
     */
    void assertDescribes(HttpCall call, HttpAnswer answer) {
        Optional<String> operation = OPERATIONS.keySet().stream()
                .filter(path -> call.isFor("(?!OPTIONS|HEAD)[A-Z]+", path))
                .findFirst()
                .map(OPERATIONS::get);
        if (operation.isPresent()) {
            assertDescribes(operation.get(), answer);
        } else if (answer.status() >= 400 && answer.body().length > 0) {
            assertThat(answer.header("Content-Type")).as(answer.toString()).isEqualTo("application/problem+json");
            assertThat(violations("/components/schemas/Problem", answer.json()))
                    .as(answer.toString())
                    .isEmpty();
        }
    }

    /** Where the answer is described: at its status, or else at the default. */
    private String response(String operation, HttpAnswer answer) {
        String byStatus = operation + "/responses/" + answer.status();
        return resolved(at(byStatus).isMissingNode() ? operation + "/responses/default" : byStatus);
    }

    /** Fails unless the operation may answer so: status, media type, headers and body. */
    public void assertDescribes(String operation, HttpAnswer answer) {
        String response = response(operation, answer);
        assertThat(at(response).isObject()).as("%s%n%s", response, answer).isTrue();
        assertHeaders(response, answer);
        JsonNode content = at(response + "/content");
        if (content.isMissingNode()) {
            assertThat(answer.text()).isEmpty();
            return;
        }
        String type = answer.header("Content-Type").replaceFirst("(?i);charset=utf-8$", "");
        assertThat(content.propertyNames()).as(answer.toString()).contains(type);
        JsonNode body =
                type.endsWith("json") ? answer.json() : JsonMapper.shared().valueToTree(answer.text());
        assertThat(violations(response + "/content/" + type.replace("/", "~1") + "/schema", body))
                .as("%s%n%s", response, answer)
                .isEmpty();
    }

    private void assertHeaders(String response, HttpAnswer answer) {
        JsonNode documented = at(response + "/headers");
        for (String name : documented.propertyNames()) {
            String header = resolved(response + "/headers/" + name);
            String value = answer.header(name);
            assertThat(value.isEmpty() && at(header).path("required").asBoolean(false))
                    .as("%s is missing in%n%s", name, answer)
                    .isFalse();
            if (!value.isEmpty()) {
                assertThat(violations(header + "/schema", JsonMapper.shared().valueToTree(value)))
                        .as(name)
                        .isEmpty();
            }
        }
        for (String name : HEADERS) {
            assertThat(answer.header(name).isEmpty() || documented.has(name))
                    .as("%s is not described at %s%n%s", name, response, answer)
                    .isTrue();
        }
    }

    /** Fails unless the refusal is described and the example for it is, word by word, what was answered. */
    public void assertDescribesByExample(String operation, HttpAnswer answer) {
        assertDescribes(operation, answer);
        String code = answer.json().get("type").stringValue().replace("urn:kore-sts:", "");
        String response = response(operation, answer);
        ObjectNode body = (ObjectNode) answer.json();
        // It differs from one answer to the next.
        body.remove("requestId");
        assertThat((JsonNode) body)
                .isEqualTo(at(response + "/content/application~1problem+json/examples/" + code + "/value"));
    }
}
