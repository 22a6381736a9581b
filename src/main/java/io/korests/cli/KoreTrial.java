package io.korests.cli;

import io.korests.client.ClientApp;
import io.korests.client.ClientRegistry;
import io.korests.client.ClientSet;
import io.korests.config.SecureAddress;
import io.korests.explain.Platform;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.context.ApplicationContext;

/** {@code check-config --ask-kore [URL] [--client NAME]}: tries a token of each client, or of one, at Kore. */
final class KoreTrial {
    static final Set<String> OPTIONS = Set.of("--ask-kore", "--client");

    private final Platform platform;
    private final ClientSet clients;
    private final PrintStream out;

    KoreTrial(ApplicationContext context, PrintStream out) {
        this(
                context.getBean(Platform.class),
                context.getBean(ClientRegistry.class).current(),
                out);
    }

    KoreTrial(Platform platform, ClientSet clients, PrintStream out) {
        this.platform = platform;
        this.clients = clients;
        this.out = out;
    }

    /** @return whether Kore was asked at least once, and took every token */
    boolean run(Options options) {
        String url = options.value("--ask-kore");
        if (url != null && !SecureAddress.isAllowed(url)) {
            out.println("The address after --ask-kore is neither an https address nor a loopback one.");
            return false;
        }
        List<ClientApp> asked = clients.apps();
        if (options.has("--client")) {
            ClientApp one = options.client(clients, out);
            asked = one == null ? List.of() : List.of(one);
        }
        List<Platform.Outcome> outcomes = new ArrayList<>();
        for (ClientApp app : asked) {
            if (app.platform() == null) {
                out.printf("%s at Kore: not asked, sts.clients.%1$s.platform is not set%n", app.name());
                continue;
            }
            Platform.Answer answer = platform.ask(app, url);
            out.println(app.name() + " at Kore: " + answer.text());
            outcomes.add(answer.outcome());
        }
        return !outcomes.isEmpty() && outcomes.stream().allMatch(outcome -> outcome == Platform.Outcome.TAKEN);
    }
}
