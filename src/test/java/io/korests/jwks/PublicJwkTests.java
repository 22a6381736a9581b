package io.korests.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestKeys;
import io.korests.key.KeyLoader;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningKey;
import java.security.interfaces.RSAPublicKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Read by jose4j, as a second implementation. */
class PublicJwkTests {

    private static final RSAPublicKey KEY = (RSAPublicKey) TestKeys.rsa().getPublic();

    @ParameterizedTest
    @EnumSource(names = {"RS256", "RS512"})
    void hasThePublicMembersAndNoOthers(SigningAlgorithm algorithm) throws JoseException {
        String json = new PublicJwk(algorithm, "k1", "t", KEY).json();

        assertThat(JsonMapper.shared().readTree(json).propertyNames())
                .containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e");
        JsonWebKey jwk = JsonWebKey.Factory.newJwk(json);
        assertThat(jwk.getKey()).isEqualTo(KEY);
        assertThat(jwk.getUse()).isEqualTo("sig");
        assertThat(jwk.getAlgorithm()).isEqualTo(algorithm.name());
        assertThat(jwk.getKeyId()).isEqualTo("k1");
    }

    /** A key id is the operator's text: it must not be able to add a member. */
    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\",\"d\":\"x", "a\\b", "a\nb", "a\u0000b", "</script>", "é😀", " a "})
    void writesKeyIdsAsJson(String keyId) {
        JsonNode jwk = JsonMapper.shared().readTree(new PublicJwk(SigningAlgorithm.RS256, keyId, "t", KEY).json());

        assertThat(jwk.get("kid").stringValue()).isEqualTo(keyId);
        assertThat(jwk.size()).isEqualTo(6);
    }

    @Test
    void isNamedByItsThumbprintWhereNoKeyIdIsConfigured() {
        String thumbprint = new RsaJsonWebKey(KEY).calculateBase64urlEncodedThumbprint("SHA-256");
        SigningKey key = KeyLoader.rsa(SigningAlgorithm.RS256, TestKeys.pem(TestKeys.rsa()), null);

        assertThat(PublicJwk.of(key)).isEqualTo(new PublicJwk(SigningAlgorithm.RS256, thumbprint, thumbprint, KEY));
        SigningKey named = KeyLoader.rsa(SigningAlgorithm.RS256, TestKeys.pem(TestKeys.rsa()), "k1");
        assertThat(PublicJwk.of(named).keyId()).isEqualTo("k1");
        assertThat(PublicJwk.of(named).byThumbprint().keyId()).isEqualTo(thumbprint);
        assertThat(key.description().fingerprint()).isEqualTo(thumbprint);
    }

    @Test
    void isNoneOfASecret() {
        assertThat(PublicJwk.of(KeyLoader.secret(SigningAlgorithm.HS256, TestKeys.SECRET, "cs-a", null)))
                .isNull();
    }
}
