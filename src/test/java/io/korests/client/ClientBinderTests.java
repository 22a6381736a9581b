package io.korests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.korests.TestClientApps;
import io.korests.config.WrongConfigurationException;
import io.korests.vault.TransitKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Clients whose properties come from several sources, read again and again. */
class ClientBinderTests {

    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private final Map<String, Object> above = new HashMap<>();
    private final Map<String, Object> variables = new HashMap<>();
    private final Map<String, Object> below = new HashMap<>();
    private final StandardEnvironment environment = new StandardEnvironment();
    private final ClientBinder binder = new ClientBinder(environment, new ClientAppFactory(new TransitKeys(null)));

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
        ClientSet before = binder.clients();
        above.put("sts.clients.claims.audience", "changed");
        ClientSet after = binder.clients();
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
    void aPlaceholderThatRefersToItselfIsRefusedInOneSentence() {
        above.put("sts.clients.travel.audience", "${sts.clients.travel.audience}");
        assertThatExceptionOfType(WrongConfigurationException.class)
                .isThrownBy(binder::clients)
                .withMessage("sts.clients.travel.audience cannot be read: check its type and spelling");
    }

    @Test
    void aClientThatIsGoneIsGone() {
        binder.clients();
        below.keySet().removeIf(name -> name.startsWith("sts.clients.claims."));
        assertThat(binder.clients().apps()).extracting(ClientApp::name).containsExactly("travel");
    }

    @Test
    void afterARefusalTheClientsAreThoseOfBefore() {
        ClientApp before = travel();
        above.put("sts.clients.claims.audiense", "misspelt");
        assertThatExceptionOfType(WrongConfigurationException.class)
                .isThrownBy(binder::clients)
                .withMessage("sts.clients.claims.audiense is not a property of kore-sts: check the spelling;"
                        + " docs/configuration.md lists all");
        above.clear();
        assertThat(travel()).isSameAs(before);
    }

    private ClientApp travel() {
        return app(binder.clients(), "travel");
    }

    private static ClientApp app(ClientSet clients, String name) {
        List<ClientApp> named =
                clients.apps().stream().filter(app -> app.name().equals(name)).toList();
        assertThat(named).hasSize(1);
        return named.get(0);
    }
}
