package io.korests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestClientApps;
import io.korests.key.SigningAlgorithm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Clients whose properties come from several sources, read again and again. */
class CredentialReaderTests {

    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private final Map<String, Object> above = new HashMap<>();
    private final Map<String, Object> variables = new HashMap<>();
    private final Map<String, Object> below = new HashMap<>();
    private final StandardEnvironment environment = new StandardEnvironment();
    private final CredentialReader reader = OpenedClients.reader(environment, System::nanoTime);
    private ClientSet clients = ClientSet.NONE;

    @BeforeEach
    void stackTheSources() {
        MutablePropertySources sources = environment.getPropertySources();
        sources.addFirst(new MapPropertySource("above", above));
        sources.replace(ENVIRONMENT, new SystemEnvironmentPropertySource(ENVIRONMENT, variables));
        sources.addLast(new MapPropertySource("below", below));
        Map<String, String> clients = new HashMap<>();
        TestClientApps.hs(clients, "travel", "HS256");
        TestClientApps.hs(clients, "claims", "HS256");
        below.putAll(clients);
        below.put("sts.caller.mode", "open");
    }

    @Test
    void ofEachPropertyTheSourceAboveCounts() {
        above.put("sts.clients.travel.audience", "above");
        below.put("sts.clients.travel.audience", "below");
        below.put("sts.clients.travel.key-id", "below");
        assertThat(travel().policy().audience()).isEqualTo("above");
        assertThat(travel().signingKey().description().keyId()).isEqualTo("below");
    }

    @Test
    void aListComesFromOneSourceAlone() {
        above.put("sts.clients.travel.allowed-audiences[0]", "above");
        below.put("sts.clients.travel.allowed-audiences[0]", "first");
        below.put("sts.clients.travel.allowed-audiences[1]", "second");
        assertThat(travel().policy().allowedAudiences()).containsExactly("above");
    }

    @ParameterizedTest
    @ValueSource(strings = {"STS_CLIENTS_TRAVEL_KEYID", "STS_CLIENTS_TRAVEL_KEY_ID"})
    void anEnvironmentVariableIsUnderstoodInBothSpellings(String name) {
        variables.put(name, "variable");
        assertThat(travel().signingKey().description().keyId()).isEqualTo("variable");
    }

    @Test
    void aClientThatDidNotChangeStaysTheSameObject() {
        ClientSet before = read();
        above.put("sts.clients.claims.audience", "changed");
        ClientSet after = read();
        assertThat(app(after, "travel")).isSameAs(app(before, "travel"));
        assertThat(app(after, "claims")).isNotSameAs(app(before, "claims"));
        assertThat(app(after, "claims").policy().audience()).isEqualTo("changed");
    }

    @Test
    void aClientWithAnotherPropertyThatChangesNothingStaysTheSameObject() {
        ClientApp before = travel();
        above.put("sts.clients.travel.audience", TestClientApps.DEFAULT_AUDIENCE);
        assertThat(travel()).isSameAs(before);
    }

    @Test
    void whatAPlaceholderNamesIsPartOfTheClient() {
        below.put("sts.clients.travel.audience", "${company.audience}");
        above.put("company.audience", "before");
        assertThat(travel().policy().audience()).isEqualTo("before");
        above.put("company.audience", "after");
        assertThat(travel().policy().audience()).isEqualTo("after");
    }

    @Test
    void whatAnEnvironmentVariableRefersToIsPartOfTheClientToo() {
        variables.put("STS_CLIENTS_TRAVEL_AUDIENCE", "${company.audience}");
        above.put("company.audience", "before");
        assertThat(travel().policy().audience()).isEqualTo("before");
        above.put("company.audience", "after");
        assertThat(travel().policy().audience()).isEqualTo("after");
    }

    @Test
    void aPlaceholderThatRefersToItselfIsRefused() {
        above.put("sts.clients.travel.audience", "${sts.clients.travel.audience}");
        read();
        assertThat(clients.failures())
                .containsExactly(Map.entry(
                        "travel",
                        "sts.clients.travel.audience has ${sts.clients.travel.audience}, which nothing"
                                + " resolves: set it, or leave the property out"));
    }

    @Test
    void aClientThatIsGoneIsGone() {
        read();
        below.keySet().removeIf(name -> name.startsWith("sts.clients.claims."));
        assertThat(read().apps()).extracting(ClientApp::name).containsExactly("travel");
    }

    @Test
    void aClientThatCannotBeReadKeepsItsLastKeyAndTheOthersMoveOn() {
        ClientSet before = read();
        above.put("sts.clients.claims.audiense", "misspelt");
        above.put("sts.clients.travel.audience", "changed");

        ClientSet after = read();

        assertThat(app(after, "claims")).isSameAs(app(before, "claims"));
        assertThat(app(after, "travel").policy().audience()).isEqualTo("changed");
        assertThat(clients.failures())
                .containsExactly(Map.entry(
                        "claims",
                        "sts.clients.claims.audiense is not a property of kore-sts: check the spelling;"
                                + " docs/configuration.md lists all"));
    }

    @Test
    void aClientThatIsFixedIsReadAgain() {
        read();
        above.put("sts.clients.travel.algorithm", "none");
        read();
        assertThat(clients.failures()).containsOnlyKeys("travel");

        above.put("sts.clients.travel.algorithm", "HS512");

        assertThat(travel().signingKey().algorithm()).isEqualTo(SigningAlgorithm.HS512);
        assertThat(clients.failures()).isEmpty();
    }

    /** Two mistakes of one client, at two levels of its properties. */
    @Test
    void whatIsWrongWithOneClientIsNotSaidOfTheNext() {
        read();
        below.put("sts.clients.abroad.client-id", "cs-abroad");
        below.put("sts.clients.abroad.transit.key", "../x");

        read();

        assertThat(clients.failures()).containsOnlyKeys("abroad");
    }

    @Test
    void aNewClientThatCannotBeReadIsNotServed() {
        read();
        above.put("sts.clients.hotel.client-id", "cs-hotel");

        assertThat(read().apps()).extracting(ClientApp::name).containsExactly("claims", "travel");
        assertThat(clients.failures()).containsOnlyKeys("hotel");
    }

    @Test
    void aRevokedClientIsServedNoMoreEvenWhereItIsWrong() {
        read();
        above.put("sts.clients.claims.audiense", "misspelt");

        clients = reader.readAgain(clients, Map.of("claims", "Vault is sealed"), Set.of("claims"));

        assertThat(clients.states()).containsOnlyKeys("travel");
        assertThat(clients.failures()).isEmpty();
    }

    @Test
    void aClientThatVaultCouldNotReadKeepsItsLastKeyWhateverTheRestSays() {
        ClientSet before = read();
        above.put("sts.clients.claims.audience", "changed");

        clients = reader.readAgain(clients, Map.of("claims", "Vault is sealed"), Set.of());

        assertThat(app(clients, "claims")).isSameAs(app(before, "claims"));
        assertThat(clients.failures()).containsExactly(Map.entry("claims", "Vault is sealed"));
    }

    @Test
    void aMisspeltSettingOfTheServiceStopsNoClient() {
        read();
        above.put("sts.calller.mode", "open");
        above.put("sts.clients.travel.audience", "changed");

        assertThat(travel().policy().audience()).isEqualTo("changed");
        assertThat(clients.failures()).containsOnlyKeys("");
    }

    /** What would stop a start is named, and stops no client. */
    @Test
    void aWrongSettingOfTheServiceIsNamedAsAtAStart() {
        read();
        above.put("sts.limits.queue", "0");
        above.put("sts.clients.travel.audience", "changed");

        ClientApp travel = travel();
        assertThat(clients.failures())
                .containsExactly(Map.entry("", "sts.limits.queue is less than 1: nothing would be answered"));
        assertThat(travel.policy().audience()).isEqualTo("changed");
    }

    /** As where the file that a placeholder names has vanished. */
    @Test
    void aPlaceholderThatNothingResolvesAnyMoreKeepsTheLastKey() {
        String secret = (String) below.put("sts.clients.travel.client-secret", "${travel-secret}");
        above.put("travel-secret", secret);
        ClientApp before = travel();
        above.remove("travel-secret");
        above.put("sts.clients.claims.audience", "changed");

        ClientSet after = read();

        assertThat(app(after, "travel")).isSameAs(before);
        assertThat(app(after, "claims").policy().audience()).isEqualTo("changed");
        assertThat(clients.failures())
                .containsExactly(Map.entry(
                        "travel",
                        "sts.clients.travel.client-secret has ${travel-secret}, which nothing resolves: set it, or leave the"
                                + " property out"));
    }

    private ClientSet read() {
        clients = reader.readAgain(clients, Map.of(), Set.of());
        return clients;
    }

    private ClientApp travel() {
        return app(read(), "travel");
    }

    private static ClientApp app(ClientSet clients, String name) {
        List<ClientApp> named =
                clients.apps().stream().filter(app -> app.name().equals(name)).toList();
        assertThat(named).hasSize(1);
        return named.get(0);
    }
}
