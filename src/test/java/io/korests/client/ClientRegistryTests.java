package io.korests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.korests.TestClientApps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientRegistryTests {

    private final ClientSet first = TestRegistry.clients(TestClientApps.one());
    private final ClientSet second = TestRegistry.clients(TestClientApps.one());
    private final ClientRegistry apps = new ClientRegistry(first);

    @Test
    void tellsOfASwapBeforeItServesTheNewSet() {
        List<Map.Entry<ClientSet, ClientSet>> notified = new ArrayList<>();
        apps.onReplace(next -> notified.add(Map.entry(apps.current(), next)));
        apps.replace(second);
        assertThat(notified).containsExactly(Map.entry(first, second));
        assertThat(apps.current()).isSameAs(second);
    }

    @Test
    void tellsNobodyOfASetWithTheSameClients() {
        apps.onReplace(next -> {
            throw new AssertionError("told");
        });
        assertThat(apps.replace(first)).isEmpty();
    }

    @Test
    void keepsTheOldSetWhenAListenerFails() {
        apps.onReplace(next -> {
            throw new IllegalStateException("full");
        });
        assertThatIllegalStateException().isThrownBy(() -> apps.replace(second)).withMessage("full");
        assertThat(apps.current()).isSameAs(first);
    }
}
