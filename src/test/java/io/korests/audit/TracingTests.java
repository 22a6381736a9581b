package io.korests.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.korests.HttpCall;
import io.korests.Patience;
import io.korests.StsApplication;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class TracingTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final BlockingQueue<String> COLLECTED = new LinkedBlockingQueue<>();
    private static HttpServer collector;

    @BeforeAll
    static void collect() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            COLLECTED.add(HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterAll
    static void stop() {
        collector.stop(0);
    }

    @Test
    void continuesTheTraceOfTheGatewayWhereAnEndpointIsSet() throws InterruptedException {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put(
                "management.opentelemetry.tracing.export.otlp.endpoint",
                "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
        properties.put("management.opentelemetry.tracing.export.schedule-delay", "100ms");
        HttpCall call = HttpCall.post("/api/users/sts")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .form("identity=jane%40example.com");

        try (TestService service = TestService.alone(properties);
                CapturedLog log = new CapturedLog("io.korests.audit")) {
            assertThat(service.send(call).status()).isEqualTo(200);
            assertThat(log.events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getMDCPropertyMap())
                            .containsEntry("trace.id", TRACE)
                            .containsOnlyKeys("trace.id", "span.id"));
            String spans = COLLECTED.poll(Patience.TIME.toSeconds(), TimeUnit.SECONDS);
            assertThat(spans).contains(TRACE).doesNotContain(HexFormat.of().formatHex("jane".getBytes()));
        }
    }

    @Test
    void isNotThereAtAllWhereNoneIsSet() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(StsApplication.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.config.location=classpath:/",
                        "--spring.jmx.enabled=false",
                        "--logging.level.root=error",
                        "--sts.caller.mode=open",
                        "--sts.clients.a.client-id=cs-a",
                        "--sts.clients.a.algorithm=HS256",
                        "--sts.clients.a.client-secret=" + io.korests.TestKeys.SECRET)) {
            assertThat(context.getBeanDefinitionNames())
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("otlp"))
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("opentelemetry"))
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("tracer"));
        }
    }
}
