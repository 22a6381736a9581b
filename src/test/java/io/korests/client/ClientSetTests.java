package io.korests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

import io.korests.ClientProperties;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.client.ClientSet.ClientState;
import io.korests.vault.TransitKeys;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Each client stands alone: it keeps its last state in trouble, and nobody else does. */
class ClientSetTests {
    private static final KeyPair OLD = TestKeys.rsa();
    private static final KeyPair NEW = TestKeys.rsa(2048, "new");

    private final Map<String, ClientState> read = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();

    @Test
    void twoClientsWithOneClientIdAreTroubleOfBoth() {
        ClientSet before = before(secret("bank", "cs-bank"), secret("shop", "cs-shop"), secret("travel", "cs-travel"));
        read(secret("bank", "cs-new"), secret("shop", "cs-new"), secret("travel", "cs-other"));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(clientIds(after)).isEqualTo(Map.of("bank", "cs-bank", "shop", "cs-shop", "travel", "cs-other"));
        assertThat(after.failures())
                .containsExactly(
                        Map.entry("bank", sameClientId("bank", "shop")),
                        Map.entry("shop", sameClientId("shop", "bank")));
    }

    @Test
    void threeClientsWithOneClientIdAreTroubleOfAllThree() {
        ClientSet before = before(secret("bank", "cs-bank"), secret("shop", "cs-shop"), secret("travel", "cs-travel"));
        read(secret("bank", "cs-new"), secret("shop", "cs-new"), secret("travel", "cs-new"));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(after.states()).isEqualTo(before.states());
        assertThat(after.failures())
                .containsExactly(
                        Map.entry("bank", sameClientId("bank", "travel")),
                        Map.entry("shop", sameClientId("shop", "bank")),
                        Map.entry("travel", sameClientId("travel", "bank")));
    }

    @Test
    void aNewClientInConflictIsNotServed() {
        ClientSet before = before(secret("travel", "cs-travel"));
        read(secret("travel", "cs-travel"), secret("bank", "cs-travel"));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(after.states()).containsOnlyKeys("travel");
        assertThat(after.failures()).containsExactly(Map.entry("bank", sameClientId("bank", "travel")));
    }

    /** Whoever may write one path could otherwise keep another client from its new secret. */
    @Test
    void takingAnothersClientIdDoesNotFreezeIt() {
        ClientSet before = before(secret("bank", "cs-bank"), secret("travel", "cs-travel"));
        read(secret("bank", "cs-bank"), secret("travel", "cs-bank"));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(after.states().get("bank")).isSameAs(read.get("bank"));
        assertThat(after.states().get("travel")).isSameAs(before.states().get("travel"));
        assertThat(after.failures()).containsExactly(Map.entry("travel", sameClientId("travel", "bank")));
    }

    @Test
    void takingAnothersKeyIdDoesNotFreezeIt() {
        ClientSet before = before(rsa("bank", "kid-1", OLD), rsa("travel", "kid-2", OLD));
        read(rsa("bank", "kid-1", NEW), rsa("travel", "kid-1", OLD));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(after.states().get("bank")).isSameAs(read.get("bank"));
        assertThat(after.states().get("travel")).isSameAs(before.states().get("travel"));
        assertThat(after.failures()).containsExactly(Map.entry("travel", sameKeyId("travel", "bank")));
    }

    /** Both had it, with one key: neither is to blame more than the other. */
    @Test
    void aSharedKeyIdIsTroubleOfBothWhereOneKeyChanges() {
        ClientSet before = before(rsa("bank", "kid", OLD), rsa("shop", "kid", OLD));
        read(rsa("bank", "kid", NEW), rsa("shop", "kid", OLD));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(after.states()).isEqualTo(before.states());
        assertThat(after.failures()).containsOnlyKeys("bank", "shop");
    }

    /** The bank may give up its client id, and the shop take it. */
    @Test
    void aClientIdThatWasGivenUpIsFree() {
        ClientSet before = before(secret("bank", "cs-bank"), secret("shop", "cs-shop"));
        read(secret("bank", "cs-new"), secret("shop", "cs-bank"));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(clientIds(after)).isEqualTo(Map.of("bank", "cs-new", "shop", "cs-bank"));
        assertThat(after.failures()).isEmpty();
    }

    /** The bank is kept, its client id with it, which the shop has taken over meanwhile. */
    @Test
    void aKeptStateMayBeInConflictWithANewOne() {
        ClientSet before = before(secret("bank", "cs-bank"), secret("shop", "cs-shop"));
        read(secret("shop", "cs-bank"));
        failures.put("bank", "broken");

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(clientIds(after)).isEqualTo(Map.of("bank", "cs-bank", "shop", "cs-shop"));
        assertThat(after.failures())
                .containsExactly(Map.entry("bank", "broken"), Map.entry("shop", sameClientId("shop", "bank")));
    }

    /** Keeping the bank displaces the shop, and keeping the shop displaces the club. */
    @Test
    void aConflictMayLeadToTheNext() {
        ClientSet before = before(secret("bank", "1"), secret("shop", "2"), secret("club", "3"), secret("travel", "4"));
        read(secret("shop", "1"), secret("club", "2"), secret("travel", "5"));
        failures.put("bank", "broken");

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(clientIds(after)).isEqualTo(Map.of("bank", "1", "shop", "2", "club", "3", "travel", "5"));
        assertThat(after.failures()).containsOnlyKeys("bank", "club", "shop");
    }

    @Test
    void twoClientsMayExchangeTheirClientIds() {
        ClientSet before = before(secret("bank", "cs-bank"), secret("shop", "cs-shop"));
        read(secret("bank", "cs-shop"), secret("shop", "cs-bank"));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(clientIds(after)).isEqualTo(Map.of("bank", "cs-shop", "shop", "cs-bank"));
        assertThat(after.failures()).isEmpty();
    }

    @Test
    void oneKeyIdOfTwoKeysIsTroubleOfBoth() {
        ClientSet before = before(rsa("bank", "kid-1", OLD), rsa("shop", "kid-2", OLD), secret("travel", "cs-travel"));
        read(rsa("bank", "kid-3", OLD), rsa("shop", "kid-3", NEW), secret("travel", "cs-other"));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(after.app("bank").signingKey().description().keyId()).isEqualTo("kid-1");
        assertThat(after.app("shop").signingKey().description().keyId()).isEqualTo("kid-2");
        assertThat(after.app("travel").clientId()).isEqualTo("cs-other");
        assertThat(after.failures())
                .containsExactly(
                        Map.entry("bank", sameKeyId("bank", "shop")), Map.entry("shop", sameKeyId("shop", "bank")));
    }

    @Test
    void aKeptKeyIdMayBeInConflictWithANewKey() {
        ClientSet before = before(rsa("bank", "kid-1", OLD), rsa("shop", "kid-2", NEW));
        read(rsa("shop", "kid-1", NEW));
        failures.put("bank", "broken");

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(after.app("shop").signingKey().description().keyId()).isEqualTo("kid-2");
        assertThat(after.failures())
                .containsExactly(Map.entry("bank", "broken"), Map.entry("shop", sameKeyId("shop", "bank")));
    }

    @Test
    void oneKeyMayHaveOneKeyIdInTwoClients() {
        read(rsa("bank", "kid", OLD), rsa("shop", "kid", OLD));

        assertThat(ClientSet.of(read, failures, null, ClientSet.NONE).failures())
                .isEmpty();
    }

    /** A secret is not published, so that its key id tells the platform nothing by itself. */
    @Test
    void secretsMayHaveTheKeyIdOfAnother() {
        read(secret("bank", "cs-bank"), secret("shop", "cs-shop"), rsa("travel", "kid", OLD));

        assertThat(ClientSet.of(read, failures, null, ClientSet.NONE).failures())
                .isEmpty();
    }

    @Test
    void aClientThatIsGoneIsGoneAndItsClientIdIsFree() {
        ClientSet before = before(secret("bank", "cs-bank"), secret("shop", "cs-shop"));
        read(secret("shop", "cs-bank"));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(clientIds(after)).isEqualTo(Map.of("shop", "cs-bank"));
        assertThat(after.failures()).isEmpty();
        assertThat(after.changedSince(before)).containsExactly("bank", "shop");
    }

    @Test
    void aChangeIsAnotherAppAndNotAnotherTimeOfReading() {
        ClientState state = secret("bank", "cs-bank");
        ClientSet before = before(state, secret("travel", "cs-travel"));
        read(
                new ClientState(state.properties(), state.app(), 5),
                secret("travel", "cs-travel"),
                secret("new", "cs-new"));

        ClientSet after = ClientSet.of(read, failures, null, before);

        assertThat(after.changedSince(before)).containsExactly("new", "travel");
    }

    @Test
    void cannotBeChangedAndShowNoSecret() {
        ClientSet clients = before(secret("bank", "cs-bank"));

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> clients.states().remove("bank"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> clients.failures().put("bank", "x"));
        assertThat(clients.toString()).doesNotContain(TestKeys.SECRET).contains("bank");
    }

    private static String sameClientId(String name, String other) {
        return "sts.clients." + name + ".client-id is the same as that of sts.clients." + other
                + ": a client id may stand for one client only";
    }

    private static String sameKeyId(String name, String other) {
        return "sts.clients." + name + ".key-id is the same as that of sts.clients." + other
                + ": a key id may stand for one key only";
    }

    private static Map<String, String> clientIds(ClientSet clients) {
        Map<String, String> ids = new HashMap<>();
        clients.states().forEach((name, state) -> ids.put(name, state.app().clientId()));
        return ids;
    }

    private static ClientSet before(ClientState... states) {
        Map<String, ClientState> before = new HashMap<>();
        for (ClientState state : states) {
            before.put(state.app().name(), state);
        }
        ClientSet clients = ClientSet.of(before, Map.of(), null, ClientSet.NONE);
        assertThat(clients.failures()).isEmpty();
        return clients;
    }

    private void read(ClientState... states) {
        for (ClientState state : states) {
            read.put(state.app().name(), state);
        }
    }

    private static ClientState secret(String name, String clientId) {
        Map<String, String> properties = new HashMap<>();
        TestClientApps.hs(properties, name, "HS256");
        properties.put("sts.clients." + name + ".client-id", clientId);
        properties.put("sts.clients." + name + ".key-id", "kid");
        return state(name, properties);
    }

    private static ClientState rsa(String name, String keyId, KeyPair pair) {
        Map<String, String> properties = new HashMap<>();
        TestClientApps.rs(properties, name, "RS256");
        properties.put("sts.clients." + name + ".private-key", TestKeys.pem(pair));
        properties.put("sts.clients." + name + ".key-id", keyId);
        return state(name, properties);
    }

    private static ClientState state(String name, Map<String, String> values) {
        ClientProperties properties = new Binder(new MapConfigurationPropertySource(values))
                .bind("sts.clients." + name, ClientProperties.class)
                .get();
        return new ClientState(properties, ClientApp.open(name, properties, mock(TransitKeys.class)), 0);
    }
}
