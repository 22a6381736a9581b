package io.korests.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.client.ClientRegistry;
import io.korests.client.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PublishedKeysTests {

    private static final KeyPair OLD = TestKeys.rsa(2048, "old");
    private static final KeyPair NEW = TestKeys.rsa(2048, "new");
    private static final Duration DAY = Duration.ofHours(24);

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void listTheKeysOfRsaClientsAndNothingOfTheirPrivateHalves() {
        Map<String, String> properties = rsa("travel", OLD);
        properties.put("sts.clients.travel.algorithm", "RS512");
        TestClientApps.hs(properties, "secret", "HS256");
        JsonNode set = JsonMapper.shared()
                .readTree(keys(service(properties), DAY).jwks().body());
        assertThat(set.propertyNames()).containsExactly("keys");
        assertThat(set.get("keys").size()).isOne();
        JsonNode jwk = set.get("keys").get(0);
        assertThat(jwk.propertyNames()).containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e");
        assertThat(jwk.get("kty").stringValue()).isEqualTo("RSA");
        assertThat(jwk.get("use").stringValue()).isEqualTo("sig");
        assertThat(jwk.get("alg").stringValue()).isEqualTo("RS512");
    }

    @Test
    void nameAKeyByItsThumbprint() throws JoseException {
        JsonWebKey jwk = listed(keys(service(rsa("travel", OLD)), DAY)).get(0);
        assertThat(jwk.getKey()).isEqualTo(OLD.getPublic());
        assertThat(jwk.getKeyId()).isEqualTo(thumbprint(OLD));
    }

    @Test
    void nameAKeyByItsKeyIdWhereOneIsConfigured() {
        Map<String, String> properties = rsa("travel", OLD);
        properties.put("sts.clients.travel.key-id", "né \"1\"\\");
        assertThat(kids(keys(service(properties), DAY))).containsExactly("né \"1\"\\");
    }

    @Test
    void areNoneWhereNoClientSignsByRsa() {
        PublishedKeys keys = keys(service(TestClientApps.one()), DAY);
        assertThat(text(keys.jwks())).isEqualTo("{\"keys\":[]}");
    }

    @Test
    void listAKeyThatTwoClientsShareOnce() {
        Map<String, String> properties = rsa("travel", OLD);
        properties.putAll(rsa("bank", OLD));
        properties.put("sts.default-client", "bank");
        assertThat(kids(keys(service(properties), DAY))).containsExactly(thumbprint(OLD));
    }

    @Test
    void listAReplacedKeyBehindTheNewOneForAsLongAsConfigured() {
        ClientRegistry apps = service(rsa("travel", OLD));
        PublishedKeys keys = keys(apps, DAY);
        now = now.plus(Duration.ofDays(300));
        swap(apps, rsa("travel", NEW));
        assertThat(kids(keys)).containsExactly(thumbprint(NEW), thumbprint(OLD));
        now = now.plus(DAY).minusNanos(1);
        assertThat(kids(keys)).containsExactly(thumbprint(NEW), thumbprint(OLD));
        now = now.plusNanos(1);
        assertThat(kids(keys)).containsExactly(thumbprint(NEW));
    }

    @Test
    void forgetEachReplacedKeyInItsTurn() {
        KeyPair newest = TestKeys.rsa(2048, "newest");
        ClientRegistry apps = service(rsa("travel", OLD));
        PublishedKeys keys = keys(apps, DAY);
        swap(apps, rsa("travel", NEW));
        now = now.plus(Duration.ofHours(1));
        swap(apps, rsa("travel", newest));
        assertThat(kids(keys)).containsExactly(thumbprint(newest), thumbprint(NEW), thumbprint(OLD));
        now = now.plus(Duration.ofHours(23));
        assertThat(kids(keys)).containsExactly(thumbprint(newest), thumbprint(NEW));
        now = now.plus(Duration.ofHours(1));
        assertThat(kids(keys)).containsExactly(thumbprint(newest));
    }

    @Test
    void listNoReplacedKeyWhereNoneIsToBeRetained() {
        ClientRegistry apps = service(rsa("travel", OLD));
        PublishedKeys keys = keys(apps, Duration.ZERO);
        swap(apps, rsa("travel", NEW));
        assertThat(kids(keys)).containsExactly(thumbprint(NEW));
    }

    @Test
    void listAKeyThatReturnsOnce() {
        ClientRegistry apps = service(rsa("travel", OLD));
        PublishedKeys keys = keys(apps, DAY);
        swap(apps, rsa("travel", NEW));
        swap(apps, rsa("travel", OLD));
        assertThat(kids(keys)).containsExactly(thumbprint(OLD), thumbprint(NEW));
        swap(apps, rsa("travel", NEW));
        assertThat(kids(keys)).containsExactly(thumbprint(NEW), thumbprint(OLD));
    }

    @Test
    void stayAsTheyAreWhenARefreshBringsTheSameKeys() {
        ClientRegistry apps = service(rsa("travel", OLD));
        PublishedKeys keys = keys(apps, DAY);
        String etag = keys.jwks().etag();
        swap(apps, rsa("travel", OLD));
        assertThat(keys.jwks().etag()).isEqualTo(etag);
        assertThat(kids(keys)).containsExactly(thumbprint(OLD));
    }

    @Test
    void retainTheKeyOfAClientThatIsGoneOrSignsBySecretNow() {
        ClientRegistry apps = service(rsa("travel", OLD));
        PublishedKeys keys = keys(apps, DAY);
        swap(apps, TestClientApps.one());
        assertThat(kids(keys)).containsExactly(thumbprint(OLD));
        swap(apps, rsa("bank", NEW));
        assertThat(kids(keys)).containsExactly(thumbprint(NEW), thumbprint(OLD));
    }

    @Test
    void listTheOldKeyUnderItsThumbprintWhereTheKeyIdStayed() {
        ClientRegistry apps = service(named(OLD, "travel-1"));
        PublishedKeys keys = keys(apps, DAY);
        swap(apps, named(NEW, "travel-1"));
        assertThat(kids(keys)).containsExactly("travel-1", thumbprint(OLD));
        assertThat(listed(keys)).extracting(JsonWebKey::getKey).containsExactly(NEW.getPublic(), OLD.getPublic());
    }

    @Test
    void listTheOldKeyUnderItsKeyIdWhereTheKeyIdChanged() {
        ClientRegistry apps = service(named(OLD, "travel-1"));
        PublishedKeys keys = keys(apps, DAY);
        swap(apps, named(NEW, "travel-2"));
        assertThat(kids(keys)).containsExactly("travel-2", "travel-1");
    }

    @Test
    void keepTheTenNewestReplacedKeysOfAClientAndNoMore() {
        ClientRegistry apps = service(named(OLD, "key-0"));
        PublishedKeys keys = keys(apps, DAY);
        IntStream.rangeClosed(1, 25).forEach(i -> swap(apps, named(OLD, "key-" + i)));
        assertThat(kids(keys))
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 10)
                        .mapToObj(i -> "key-" + (25 - i))
                        .toList());
    }

    @Test
    void changeTheirEtagWithTheirContent() {
        ClientRegistry apps = service(rsa("travel", OLD));
        PublishedKeys keys = keys(apps, DAY);
        String old = keys.jwks().etag();
        swap(apps, rsa("travel", NEW));
        String both = keys.jwks().etag();
        now = now.plus(DAY);
        String alone = keys.jwks().etag();
        assertThat(List.of(old, both, alone)).doesNotHaveDuplicates().allMatch(etag -> etag.matches("\"[\\w-]{22}\""));
        assertThat(keys(service(rsa("travel", NEW)), DAY).jwks().etag()).isEqualTo(alone);
    }

    private PublishedKeys keys(ClientRegistry apps, Duration retention) {
        PublishedKeys keys = new PublishedKeys(apps.current(), retention, () -> now);
        apps.onReplace(keys::replace);
        return keys;
    }

    private static ClientRegistry service(Map<String, String> properties) {
        return new ClientRegistry(TestRegistry.clients(properties));
    }

    private static void swap(ClientRegistry apps, Map<String, String> properties) {
        TestRegistry.replace(apps, TestRegistry.clients(properties));
    }

    private static Map<String, String> rsa(String client, KeyPair pair) {
        Map<String, String> properties = TestClientApps.open();
        TestClientApps.rs(properties, client, "RS256");
        properties.put("sts.clients." + client + ".private-key", TestKeys.pem(pair));
        return properties;
    }

    private static Map<String, String> named(KeyPair pair, String keyId) {
        Map<String, String> properties = rsa("travel", pair);
        properties.put("sts.clients.travel.key-id", keyId);
        return properties;
    }

    private static List<String> kids(PublishedKeys keys) {
        return listed(keys).stream().map(JsonWebKey::getKeyId).toList();
    }

    /** Read by jose4j. */
    private static List<JsonWebKey> listed(PublishedKeys keys) {
        try {
            return new JsonWebKeySet(text(keys.jwks())).getJsonWebKeys();
        } catch (JoseException exception) {
            throw new AssertionError(exception);
        }
    }

    private static String text(PublishedKeys.Document document) {
        return new String(document.body(), StandardCharsets.UTF_8);
    }

    /** RFC 7638, by jose4j. */
    private static String thumbprint(KeyPair pair) {
        try {
            return JsonWebKey.Factory.newJwk(pair.getPublic()).calculateBase64urlEncodedThumbprint("SHA-256");
        } catch (JoseException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
