package io.korests.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.korests.PropertyMetadata;
import io.korests.TestClientApps;
import io.korests.client.OpenedClients;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Every property of the metadata, each kind of wrong value, each kind of source: a start and a refresh say the same of it. */
class WrongValuesTests {

    private static final Set<String> DOCUMENTS =
            Set.of("private-key", "public-key", "private-claims", "secure-custom-data");
    /** As docs/configuration.md says. */
    private static final Set<String> STRIPPED =
            Set.of("client-id", "client-secret", "key-id", "audience", "secret", "previous-secret", "hash-key");

    private static final List<WrongValue> WRONG = WrongValue.all();

    @TempDir
    static Path folder;

    private static Map<String, String> types;

    @BeforeAll
    static void readMetadata() throws Exception {
        types = new PropertyMetadata().types();
    }

    static Stream<String> properties() throws Exception {
        return new PropertyMetadata().types().keySet().stream().sorted();
    }

    @Test
    void theTableHasEveryKindOfProperty() {
        assertThat(types).hasSizeGreaterThan(45);
        assertThat(types.keySet().stream().map(WrongValuesTests::kind)).contains(WrongValue.Kind.values());
        assertThat(types.keySet().stream()
                        .filter(name -> kind(name) == WrongValue.Kind.DOCUMENT)
                        .map(name -> name.substring(name.lastIndexOf('.') + 1)))
                .containsExactlyInAnyOrderElementsOf(DOCUMENTS);
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aStartAndARefreshRefuseTheSameBySameSentence(String property) {
        String name = property.replace("<name>", "travel");
        WrongValue.Kind kind = kind(property);
        Set<String> saidByRefresh = new HashSet<>();
        for (WrongValue wrong : WRONG) {
            StandardEnvironment environment = environment(wrong.making().of(folder, name));
            if (wrong.kinds().contains(kind)) {
                assertRefused(environment, name, wrong);
                if (saidByRefresh.add(wrong.problem())) {
                    assertRefusedByRefresh(environment, name, wrong);
                }
            } else {
                assertThat(new ConfigurationChecks().in(environment))
                        .as(wrong.name())
                        .isEmpty();
            }
            if (kind == WrongValue.Kind.LIST && wrong.kinds().contains(WrongValue.Kind.TEXT)) {
                assertRefused(environment(wrong.making().of(folder, name + "[0]")), name + "[0]", wrong);
            }
        }
    }

    private static void assertRefused(StandardEnvironment environment, String name, WrongValue wrong) {
        assertThat(catchThrowable(() -> start(environment))).as(wrong.name()).hasMessage(name + ' ' + wrong.problem());
    }

    private static void assertRefusedByRefresh(StandardEnvironment environment, String name, WrongValue wrong) {
        String client = name.startsWith("sts.clients.") ? "travel" : ConfigurationChecks.NO_CLIENT;
        assertThat(OpenedClients.failures(environment))
                .as(wrong.name())
                .containsEntry(client, name + ' ' + wrong.problem());
    }

    /** As a file, a shell or Vault's client leave them. */
    @ParameterizedTest
    @MethodSource("properties")
    void aLineBreakAtTheEndIsRefusedUnlessItIsStripped(String property) {
        String name = property.replace("<name>", "travel");
        String last = name.substring(name.lastIndexOf('.') + 1);
        boolean wrong = kind(property) == WrongValue.Kind.TEXT && !STRIPPED.contains(last);
        for (SourceKind source : SourceKind.values()) {
            for (String end : new String[] {"\n", "\r\n"}) {
                assertThat(new ConfigurationChecks().in(environment(source.of(folder, name, "a" + end))))
                        .as(source.toString())
                        .hasSize(wrong && source != SourceKind.MOUNTED_FILE ? 1 : 0);
            }
        }
    }

    /** As at a start and by check-config. */
    private static void start(StandardEnvironment environment) {
        new ConfigurationChecks().requireNone(environment);
    }

    /** Without this the table could be right for the wrong reason. */
    @ParameterizedTest
    @MethodSource("properties")
    void aRightValueIsTakenFromEverySource(String property) {
        String name = property.replace("<name>", "travel");
        for (SourceKind source : SourceKind.values()) {
            for (String value : new String[] {"1s", "a b", "${table.other}", "a\"b", "größe", "x{y}$z"}) {
                if (!source.isLiteral() || !value.startsWith("${")) {
                    assertThat(new ConfigurationChecks().in(environment(source.of(folder, name, value))))
                            .as(source + " " + value)
                            .isEmpty();
                }
            }
        }
    }

    /** Of Spring's properties, those that decide who gets a token and where secrets come from. */
    @ParameterizedTest
    @CsvSource({
        "spring.security.oauth2.resourceserver.jwt.issuer-uri",
        "spring.security.oauth2.resourceserver.jwt.audiences",
        "spring.security.oauth2.resourceserver.jwt.audiences[0]",
        "spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
        "spring.cloud.vault.token",
        "spring.cloud.vault.app-role.secret-id",
        "spring.cloud.vault.app-role.role-id",
        "spring.cloud.vault.kubernetes.role",
        "server.ssl.key-store-password"
    })
    void springsPropertiesAreLookedAtToo(String name) {
        for (SourceKind source : SourceKind.values()) {
            for (String value : new String[] {"${table.unset}", "'quoted'", "gr\uFFFDe", "0\u00001"}) {
                assertThat(catchThrowable(() -> start(environment(source.of(folder, name, value)))))
                        .as(source + " " + value)
                        .isInstanceOf(WrongConfigurationException.class)
                        .hasMessageMatching(
                                java.util.regex.Pattern.quote(name).replace("-", "\\E[-.]?\\Q") + " (has|stands) .*");
            }
        }
        assertThatThrownBy(() -> start(environment(SourceKind.yaml(name + ": 0123"))))
                .hasMessage(
                        name + " is a number or a truth value where text belongs, and may have lost digits: quote it");
    }

    /** Boot binds it too; without an entry, every audience would count. */
    @Test
    void springsPropertiesAreLookedAtInBrackets() {
        String name = "spring.security.oauth2.resourceserver.jwt[audiences]";
        assertThatThrownBy(() -> start(environment(SourceKind.yaml('"' + name + "\": ''"))))
                .hasMessageStartingWith(name + " has a blank entry");
    }

    @Test
    void aNumberIsRightWhereOneBelongs() {
        start(environment(SourceKind.yaml("""
                spring.cloud.vault: {connection-timeout: 1000, fail-fast: true}
                sts:
                  limits.queue: 5
                  refresh-interval: 30
                  clients.travel: {jti: false, token-lifetime: 60}
                """)));
    }

    /** Of a property that several sources set, one counts. */
    @Test
    void aValueThatAnotherOneHidesIsHarmless() {
        StandardEnvironment environment =
                environment(SourceKind.yaml("sts.clients.travel.client-secret: ${table.unset}"));
        environment
                .getPropertySources()
                .addFirst(SourceKind.VARIABLE.of(folder, "sts.clients.travel.client-secret", "a".repeat(44)));
        start(environment);

        environment = environment(SourceKind.yaml("sts.caller.gateway.trusted-proxies: ['${table.unset}']"));
        environment
                .getPropertySources()
                .addFirst(SourceKind.COMMAND_LINE.of(folder, "sts.caller.gateway.trusted-proxies", "10.0.0.1"));
        start(environment);
    }

    @Test
    void aBlankSecretCountsAsNotSet() {
        start(environment(SourceKind.yaml("sts.caller.gateway.secret: ${table.unset:}")));
    }

    /** Only the names of variables are shown, lest a secret be in the message. */
    @Test
    void showsNothingOfAValueButTheNameOfAVariable() {
        assertThatThrownBy(() -> start(environment(SourceKind.yaml("sts.caller.gateway.secret: 'pass${w@rd!#}word'"))))
                .hasMessage(
                        "sts.caller.gateway.secret has ${…}, which nothing resolves: set it, or leave the property out");
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() {
        AccessDeniedException denied = new AccessDeniedException("/run/secrets/sts.caller.gateway.secret");
        Object file = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException(denied);
            }
        };
        StandardEnvironment environment =
                environment(new MapPropertySource("configtree", Map.of("sts.caller.gateway.secret", file)));
        String message = "sts.caller.gateway.secret is in /run/secrets/sts.caller.gateway.secret, which cannot be read:"
                + " check that it is there and that the user of this process may read it";

        assertThatThrownBy(() -> start(environment)).hasMessage(message);
        assertThat(OpenedClients.failures(environment)).containsEntry(ConfigurationChecks.NO_CLIENT, message);
    }

    @Test
    void aFileThatHasVanishedIsNamed() throws IOException {
        PropertySource<?> tree = SourceKind.file(folder, "sts.clients.travel.client-secret", new byte[44]);
        java.nio.file.Files.delete(((Path) tree.getSource()).resolve("sts.clients.travel.client-secret"));

        assertThat(new ConfigurationChecks().in(environment(tree)))
                .containsExactly(Map.entry(
                        "travel",
                        "sts.clients.travel.client-secret is in a file that cannot be read: check that it is there"));
    }

    private static WrongValue.Kind kind(String property) {
        String type = types.get(property);
        if (DOCUMENTS.contains(property.substring(property.lastIndexOf('.') + 1))) {
            return WrongValue.Kind.DOCUMENT;
        }
        if (type.equals("java.lang.String")) {
            return WrongValue.Kind.TEXT;
        }
        return type.contains("java.lang.String") ? WrongValue.Kind.LIST : WrongValue.Kind.OTHER;
    }

    /** A source over a configuration that starts, without the variables and system properties of this machine. */
    private static StandardEnvironment environment(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.forEach(own -> sources.remove(own.getName()));
        sources.addLast(source);
        Map<String, Object> below = new HashMap<>(TestClientApps.one());
        sources.addLast(new MapPropertySource("below", below));
        sources.addLast(new MapPropertySource("others", Map.of("table.other", "other")));
        sources.addLast(SourceKind.vault("table.literal", "${table.other}"));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }
}
