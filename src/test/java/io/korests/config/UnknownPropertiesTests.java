package io.korests.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class UnknownPropertiesTests {
    private static final String SPELLING =
            " is not a property of kore-sts: check the spelling; docs/configuration.md lists all";

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
    void oneThatIsNoneStopsTheStart(String property, String named, String fix) {
        assertThatThrownBy(() -> new ConfigurationChecks().requireNone(file(property)))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(named + " is not a property of kore-sts: " + fix + "; docs/configuration.md lists all");
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
        assertThatCode(() -> new ConfigurationChecks().requireNone(file(property)))
                .doesNotThrowAnyException();
    }

    static Stream<PropertySource<?>> sourcesOfAMisspeltRestriction() {
        String name = "sts.caller.gateway.trusted-proxy";
        Properties system = new Properties();
        system.setProperty(name, "10.0.0.0/8");
        return Stream.of(
                new OriginTrackedMapPropertySource("application.yaml", Map.of(name, "10.0.0.0/8"), true),
                new MapPropertySource("configtree", Map.of(name, "10.0.0.0/8")),
                new PropertiesPropertySource("systemProperties", system),
                new SimpleCommandLinePropertySource("--" + name + "=10.0.0.0/8"),
                variable(name));
    }

    @ParameterizedTest
    @MethodSource("sourcesOfAMisspeltRestriction")
    void aMisspeltRestrictionStopsTheStartFromEveryKindOfSource(PropertySource<?> source) {
        assertThatThrownBy(() -> new ConfigurationChecks().requireNone(with(source)))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage("sts.caller.gateway.trusted-proxy" + SPELLING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STS_CALLER_GATEWAY_TRUSTEDPROXY",
                "STS_CALLER_GATEWAY_TRUSTED_PROXY",
                "STS_CALLER_GATEWAY_TRUSTEDPROXY_0",
                "sts_caller_gateway_trustedproxy",
                "Sts_Caller_Gateway_TrustedProxy",
                "STS_CALLER_MODUS",
                "STS_CALLER_MODE_0",
                "STS_CLIENTS_TRAVEL_ANONYMUS",
                "sts_clients_travel_anonymus",
                "STS_CLIENTS_TRAVEL_ALLOWEDAUDIENCE_0",
                "STS_CLIENTS_TRAVEL_ALLOWEDAUDIENCES_FIRST",
                "STS_CLIENTS_TRAVEL",
                "STS_RATE_LIMIT_REQUEST",
                "STS_RATELIMIT_REQUEST"
            })
    void aVariableThatNoPropertyHasStopsTheStart(String variable) {
        assertThatThrownBy(() -> new ConfigurationChecks().requireNone(with(variable(variable))))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(variable.toUpperCase(Locale.ROOT) + SPELLING);
    }

    @ParameterizedTest
    @CsvSource({
        "STS_CLEINTS_TRAVEL_CLIENTID, sts.clients is one",
        "STS_CLIENT_TRAVEL_CLIENTID, sts.clients is one",
        "STS_CALLLER_MODE, sts.caller is one",
        "STS_LIMIT_QUEUE, sts.limits is one",
        "STS_MERGE_WINDOWS, check the spelling",
        "STS_REFRESH_INTERVALL, check the spelling",
        "STS_RATE_LIMITS_ENABLED, check the spelling"
    })
    void aVariableThatNearlySpellsOneStopsTheStart(String variable, String fix) {
        assertThatThrownBy(() -> new ConfigurationChecks().requireNone(with(variable(variable))))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(variable + " is not a property of kore-sts: " + fix + "; docs/configuration.md lists all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STS_CLIENTS_MY_APP_CLIENTID",
                "STS_CLIENTS_MY_APP_CLIENT_ID",
                "sts_clients_my_app_anonymous",
                "STS_CLIENTS_MY_APP_ENCRYPTION_PUBLICKEY",
                "STS_CLIENTS_MY_APP_ALLOWEDAUDIENCES_0"
            })
    void aVariableCannotSpellAClientWithAnUnderscore(String variable) {
        assertThatThrownBy(() -> new ConfigurationChecks().requireNone(with(variable(variable))))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(variable.toUpperCase(Locale.ROOT)
                        + " names a client with an underscore: an environment variable can spell letters and digits only,"
                        + " so rename that client; docs/configuration.md lists all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STS_HOME",
                "STS_CONFIG",
                "STS_JAVA_HOME",
                "STS_",
                "STS",
                "STSX_CALLER_MODUS",
                "MY_STS_CALLER_MODUS",
                "my.sts.caller.modus",
                "STS_CLIENTS_TRAVEL_CLIENTID",
                "STS_CLIENTS_TRAVEL_CLIENT_ID",
                "sts_clients_travel_clientid",
                "sts.clients.travel.client-id",
                "STS_CLIENTS_TRAVEL_ALLOWEDAUDIENCES_0",
                "STS_CLIENTS_TRAVEL_ALLOWEDAUDIENCES_0_",
                "STS_CLIENTS_TRAVEL_ALLOWED_AUDIENCES_12",
                "STS_CLIENTS_TRAVEL_TRANSIT_KEY",
                "STS_CALLER_GATEWAY_TRUSTEDPROXIES_0",
                "sts.caller.gateway.trusted-proxies[0]",
                "STS_DEFAULT_CLIENT",
                "STS_DEFAULTCLIENT",
                "STS_RATE_LIMIT_ENABLED",
                "STS_RATELIMIT_ENABLED",
                "STS_REFRESH_INTERVAL",
                "STS_MERGE_WINDOW"
            })
    void aVariableThatIsKnownOrNotOursIsHarmless(String variable) {
        assertThatCode(() -> new ConfigurationChecks().requireNone(with(variable(variable))))
                .doesNotThrowAnyException();
    }

    @Test
    void namesWhatIsWrongByClient() {
        Map<String, Object> file = new HashMap<>();
        file.put("sts.clients.bank.audiense", "x");
        file.put("sts.clients.bank.secret", "x");
        file.put("sts.clients.bank.client-id", "x");
        file.put("sts.cor.origins", "x");
        StandardEnvironment environment = with(new MapPropertySource("application.yaml", file));
        environment.getPropertySources().addFirst(variable("STS_CLIENTS_TRAVEL_ANONYMUS"));

        assertThat(new ConfigurationChecks().in(environment))
                .containsExactly(
                        Map.entry(
                                ConfigurationChecks.NO_CLIENT,
                                "sts.cor is not a property of kore-sts: sts.cors is one; docs/configuration.md lists all"),
                        Map.entry(
                                "bank",
                                "sts.clients.bank.audiense, sts.clients.bank.secret are not properties of kore-sts:"
                                        + " check the spelling; docs/configuration.md lists all"),
                        Map.entry("travel", "STS_CLIENTS_TRAVEL_ANONYMUS" + SPELLING));
    }

    private static StandardEnvironment file(String property) {
        return with(new MapPropertySource("application.yaml", Map.of(property, "x")));
    }

    private static PropertySource<?> variable(String name) {
        return new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "x"));
    }

    /** Without the variables and system properties of this machine. */
    private static StandardEnvironment with(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(own -> environment.getPropertySources().remove(own.getName()));
        environment.getPropertySources().addLast(source);
        ConfigurationPropertySources.attach(environment);
        return environment;
    }
}
