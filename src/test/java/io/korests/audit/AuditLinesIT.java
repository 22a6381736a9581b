package io.korests.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpCall;
import io.korests.PackagedJar;
import io.korests.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The lines that the packaged jar writes of requests which try to split them, or to forge one. */
class AuditLinesIT {

    private static final List<String> HOSTILE = List.of(
            "a\" event.outcome=\"success\" user.id=\"root",
            "a\\",
            "a\\\" b",
            "a\\n2026-11-21T22:52:34.519Z INFO  audit: token granted",
            "{\"user\":{\"id\":\"root\"}}",
            "a\"},\"user\":{\"id\":\"root\"",
            "a\tb",
            "a\u0085b",
            "a\u2028b\u2029c",
            "a\u202egnp.exe",
            "\u200b\ufeff",
            "%n%ex ${jndi:ldap://127.0.0.1:1/a} {}",
            "\u009b31mred");

    @TempDir
    Path folder;

    private static List<String> lines(PackagedJar jar) {
        return jar.output().lines().toList();
    }

    @Test
    void areJsonEach() {
        try (PackagedJar jar = start(Map.of("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs"))) {
            ask(jar);
            jar.stop();

            List<JsonNode> events = lines(jar).stream()
                    .map(line -> JsonMapper.shared().readTree(line))
                    .toList();
            assertThat(events).allSatisfy(event -> {
                assertThat(event.get("@timestamp").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
                assertThat(event.get("ecs").get("version").stringValue()).isEqualTo("8.11");
                assertThat(event.get("service").get("name").stringValue()).isEqualTo("kore-sts");
            });
            List<JsonNode> audited = events.stream()
                    .filter(event ->
                            event.get("log").get("logger").stringValue().equals("io.korests.audit"))
                    .toList();
            assertThat(audited).hasSameSizeAs(HOSTILE);
            // An identity that nobody can have is refused, and its event names no user.
            assertThat(audited.stream().filter(event -> event.has("user")))
                    .extracting(event -> event.get("user").get("id").stringValue())
                    .hasSizeGreaterThan(3)
                    .isSubsetOf(HOSTILE.stream().map(AuditLog::quoted).toList());
            assertThat(audited)
                    .allSatisfy(
                            event -> assertThat(event.get("client").get("ip").stringValue())
                                    .isEqualTo("127.0.0.1"))
                    .allSatisfy(event -> {
                        assertThat(event.get("trace").get("id").stringValue()).matches("[0-9a-f]{32}");
                        assertThat(event.get("span").get("id").stringValue()).matches("[0-9a-f]{16}");
                    });
        }
    }

    @Test
    void areOneForEachAttempt() {
        try (PackagedJar jar = start(Map.of())) {
            ask(jar);
            jar.stop();

            assertThat(lines(jar))
                    .allSatisfy(line -> assertThat(line)
                            .matches("\\d{4}-\\d\\d-\\d\\dT\\S+ (INFO |WARN |ERROR) \\w+: .*")
                            .doesNotContainPattern("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}\\x{202e}]"));
            assertThat(lines(jar).stream().filter(line -> line.contains(" audit: ")))
                    .hasSameSizeAs(HOSTILE)
                    .allSatisfy(line -> assertThat(line)
                            .containsOnlyOnce(" event.outcome=\"")
                            .containsPattern(" trace\\.id=[0-9a-f]{32}")
                            .containsPattern(" span\\.id=[0-9a-f]{16}"))
                    .noneMatch(line -> line.contains("user.id=\"root"));
        }
    }

    private PackagedJar start(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("STS_CALLER_MODE", "gateway");
        environment.put("STS_CALLER_GATEWAY_TRUSTEDPROXIES", "127.0.0.1");
        environment.put("STS_CLIENTS_TRAVEL_CLIENTID", "cs-travel");
        environment.put("STS_CLIENTS_TRAVEL_ALGORITHM", "HS256");
        environment.put("STS_CLIENTS_TRAVEL_CLIENTSECRET", TestKeys.SECRET);
        // Nobody listens there: the spans are lost, and the lines have their ids.
        environment.put("MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT", "http://127.0.0.1:9/v1/traces");
        return PackagedJar.start(folder, environment);
    }

    private static void ask(PackagedJar jar) {
        for (String identity : HOSTILE) {
            String header = new String(identity.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            HttpCall call = HttpCall.post("/api/users/sts")
                    .header("X-Forwarded-User", header)
                    .header("X-Request-Id", "1\" user.id=\"root");
            assertThat(call.sendTo(jar.port()).status()).as(identity).isIn(200, 400, 403);
        }
    }
}
