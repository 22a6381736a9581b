package io.korests.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class UnknownPropertiesTests {

    @ParameterizedTest
    @CsvSource({
        "sts.cleints.travel.client-id, sts.cleints, sts.clients is one",
        "sts.client.travel.client-id, sts.client, sts.clients is one",
        "sts.calller.mode, sts.calller, sts.caller is one",
        "sts.callre.mode, sts.callre, sts.caller is one",
        "sts.cor.allowed-origins, sts.cor, sts.cors is one",
        "sts.defaultt-client, sts.defaultt-client, sts.default-client is one",
        "sts.refresh, sts.refresh, check the spelling",
        "sts.something.else[0].deep, sts.something, check the spelling"
    })
    void oneThatIsNoneStopsTheStart(String property, String named, String mend) {
        assertThatThrownBy(() -> new UnknownProperties().requireNone(file(property)))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(named + " is not a property of kore-sts: " + mend + "; docs/configuration.md lists all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sts.clients.travel.client-id",
                "sts.clients[travel].client-id",
                "sts.default-client",
                "sts.defaultClient",
                "sts.default_client",
                "sts.rateLimit.enabled",
                "stsx.cleints",
                "other.cleints",
                "sts"
            })
    void knownOnesPassHoweverTheyAreSpelt(String property) {
        assertThatCode(() -> new UnknownProperties().requireNone(file(property)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STS_CLEINTS_TRAVEL_CLIENTID",
                "STS_CLIENT_TRAVEL_CLIENTID",
                "STS_CALLLER_MODE",
                "STS_LIMIT_QUEUE"
            })
    void aVariableThatNearlySpellsOneStopsTheStart(String variable) {
        assertThatThrownBy(() -> new UnknownProperties().requireNone(variables(variable)))
                .isInstanceOf(WrongConfigurationException.class);
    }

    /** The first ones are what Kubernetes sets for a service by the name of sts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "STS_SERVICE_HOST",
                "STS_SERVICE_PORT",
                "STS_SERVICE_PORT_HTTP",
                "STS_PORT",
                "STS_PORT_7000_TCP_ADDR",
                "STS_HOME",
                "STS_CLIENTS_TRAVEL_CLIENTID",
                "STS_DEFAULT_CLIENT",
                "STS_DEFAULTCLIENT",
                "STS_RATE_LIMIT_ENABLED",
                "STS_REFRESH_INTERVAL",
                "STS_MERGE_WINDOW"
            })
    void anyOtherVariableIsNotOurs(String variable) {
        assertThatCode(() -> new UnknownProperties().requireNone(variables(variable)))
                .doesNotThrowAnyException();
    }

    private static StandardEnvironment file(String property) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("application.yaml", Map.of(property, "x")));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    private static StandardEnvironment variables(String variable) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(variable, "x")));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }
}
