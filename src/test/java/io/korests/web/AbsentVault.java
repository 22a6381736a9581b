package io.korests.web;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestService;
import io.korests.vault.TestVault;
import io.korests.vault.VaultFault;
import java.util.Map;

/** A service whose key is kept in a Vault that went away. */
final class AbsentVault {

    private AbsentVault() {}

    static HttpAnswer answer(HttpCall call) {
        try (TestVault vault = TestVault.start()) {
            vault.operator().createTransitKey("travel", "rsa-2048");
            Map<String, String> properties = TestClientApps.open();
            properties.put("spring.cloud.vault.uri", vault.uri());
            properties.put("spring.cloud.vault.token", vault.rootToken());
            properties.put("sts.clients.travel.client-id", "cs-travel");
            properties.put("sts.clients.travel.algorithm", "RS256");
            properties.put("sts.clients.travel.transit.key", "travel");
            try (TestService service = TestService.alone(properties)) {
                vault.fail(VaultFault.DOWN);
                return service.send(call);
            }
        }
    }
}
