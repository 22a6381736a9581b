package io.korests.web;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.StsApplication;
import io.korests.TestClientApps;
import io.korests.token.Attempts;
import io.korests.token.Attempts.TokenAttempt;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A service with a defect: it fails after it has made the token. */
final class BrokenService {

    private BrokenService() {}

    static HttpAnswer answer(HttpCall call) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.location=classpath:/",
                "--logging.level.root=off",
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--management.server.port=-1"));
        TestClientApps.one().forEach((name, value) -> arguments.add("--" + name + '=' + value));
        SpringApplication application = new SpringApplication(StsApplication.class);
        // Not a configuration class: the service would find it in every other test.
        application.addInitializers(context -> ((GenericApplicationContext) context)
                .registerBean("defect", Attempts.Listener.class, () -> BrokenService::fail));
        try (ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new))) {
            return call.sendTo(context.getEnvironment().getRequiredProperty("local.server.port", int.class));
        }
    }

    private static void fail(TokenAttempt attempt) {
        throw new IllegalStateException("a defect, on purpose: " + attempt);
    }
}
