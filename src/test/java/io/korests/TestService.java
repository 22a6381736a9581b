package io.korests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service, running in this JVM on ports of the system's choice at 127.0.0.1. One is started for each configuration and
 * shared by all tests that ask for that one; they end with the JVM.
 */
public final class TestService implements AutoCloseable {

    private static final Map<Map<String, String>, TestService> RUNNING = new ConcurrentHashMap<>();

    /** One that does not start is not tried again for each test that asks for it. */
    private static final Map<Map<String, String>, RuntimeException> FAILED = new ConcurrentHashMap<>();

    private static final OpenApi DESCRIPTION = new OpenApi();

    private final ConfigurableApplicationContext context;

    private TestService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** @param properties all of the configuration: no file but the jar's own application.yaml is read */
    public static TestService with(Map<String, String> properties) {
        Map<String, String> key = Map.copyOf(properties);
        RuntimeException failure = FAILED.get(key);
        if (failure != null) {
            throw failure;
        }
        try {
            return RUNNING.computeIfAbsent(key, TestService::alone);
        } catch (RuntimeException exception) {
            FAILED.put(key, exception);
            throw exception;
        }
    }

    /** One that nobody shares, with more to add to its configuration than the jar's own; the caller closes it. */
    public static TestService alone(Map<String, String> properties, ApplicationListener<?>... listeners) {
        return start(properties, listeners);
    }

    /** The service with {@link TestClientApps#everything()}. */
    public static TestService usual() {
        return with(TestClientApps.everything());
    }

    private static TestService start(Map<String, String> properties, ApplicationListener<?>... listeners) {
        List<String> arguments = new ArrayList<>(List.of(
                // Spring Boot would read ./config of the checkout.
                "--spring.config.location=classpath:/",
                "--spring.jmx.enabled=false",
                "--logging.level.root=error",
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.server.port=0"));
        properties.forEach((name, value) -> arguments.add("--" + name + '=' + value));
        SpringApplication application = new SpringApplication(StsApplication.class);
        application.addListeners(listeners);
        return new TestService(application.run(arguments.toArray(String[]::new)));
    }

    /** Fails where openapi.yaml does not describe the answer. */
    public HttpAnswer send(HttpCall call) {
        HttpAnswer answer = call.sendTo(port());
        DESCRIPTION.assertDescribes(call, answer);
        return answer;
    }

    /** The token that a JSON body gets from a client of {@link TestClientApps#hs} with HS256, verified. */
    public VerifiedToken verified(String json) {
        return verified(HttpCall.post("/api/users/sts").json(json));
    }

    /** As the other, for any request. */
    public VerifiedToken verified(HttpCall call) {
        return VerifiedToken.verify(send(call).jwt(), "HS256", TestKeys.SECRET);
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", int.class);
    }

    public int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", int.class);
    }

    /** A GET on the management port, below {@code /actuator/}. */
    public HttpAnswer management(String path) {
        return HttpCall.of("GET", "/actuator/" + path).sendTo(managementPort());
    }

    /** {@code POST /actuator/refresh}. */
    public HttpAnswer refresh() {
        return HttpCall.post("/actuator/refresh").sendTo(managementPort());
    }

    /** A bean of the service. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
