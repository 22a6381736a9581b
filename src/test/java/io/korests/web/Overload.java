package io.korests.web;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Patience;
import io.korests.TestClientApps;
import io.korests.TestService;
import io.korests.vault.TestVault;
import io.korests.vault.VaultFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A service in which as many requests are in work as it accepts: they wait for a Vault that hangs. */
final class Overload implements AutoCloseable {

    private static final HttpCall WAITS = HttpCall.post("/api/users/sts").form("identity=jane&clientId=cs-waiting");

    private final TestVault vault = TestVault.start();
    private final List<Thread> callers = new ArrayList<>();
    private final TestService service;
    private volatile boolean over;

    Overload(int queue) {
        vault.operator().createTransitKey("waiting", "rsa-2048");
        Map<String, String> properties = TestClientApps.one();
        properties.put("spring.cloud.vault.uri", vault.uri());
        properties.put("spring.cloud.vault.token", vault.rootToken());
        properties.put("sts.default-client", "travel");
        properties.put("sts.clients.waiting.client-id", "cs-waiting");
        properties.put("sts.clients.waiting.algorithm", "RS256");
        properties.put("sts.clients.waiting.transit.key", "waiting");
        properties.put("sts.limits.queue", Integer.toString(queue));
        service = TestService.alone(properties);
        vault.fail(VaultFault.HANGING);
        // Each waits until the deadline for a signature and then asks again; one more than there is room for.
        for (int i = 0; i <= queue; i++) {
            Thread caller = new Thread(this::askAgainAndAgain, "caller-" + i);
            callers.add(caller);
            caller.start();
        }
    }

    private void askAgainAndAgain() {
        while (!over) {
            WAITS.sendTo(service.port());
        }
    }

    /** The first answer that is not a token. */
    HttpAnswer refused(HttpCall call) {
        HttpAnswer answer = service.send(call);
        long end = System.nanoTime() + Patience.TIME.toNanos();
        while (answer.status() == 200 && System.nanoTime() < end) {
            answer = service.send(call);
        }
        return answer;
    }

    TestService service() {
        return service;
    }

    /** Lets those go that wait, and waits until they have gone. */
    void end() {
        over = true;
        vault.heal();
        for (Thread caller : callers) {
            try {
                caller.join(Patience.TIME.toMillis());
            } catch (InterruptedException exception) {
                throw new IllegalStateException(exception);
            }
        }
    }

    @Override
    public void close() {
        end();
        service.close();
        vault.close();
    }
}
