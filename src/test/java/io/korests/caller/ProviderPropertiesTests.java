package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.config.WrongConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

class ProviderPropertiesTests {

    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
    private static final String ISSUER = "https://login.example.com/realms/staff";

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void aBlankAddressIsNone(String blank) {
        ProviderProperties provider = new ProviderProperties(blank, blank, null, List.of(), List.of());

        assertThat(provider.issuerUri()).isNull();
        assertThat(provider.jwkSetUri()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example.com",
                "HTTPS://login.example.com:8443/keys?tenant=a",
                "https://10.0.0.1/",
                "http://localhost:8080/realms/staff",
                "http://127.0.0.1:8080",
                "http://[::1]:8080"
            })
    void takesHttpsAndTheLoopback(String address) {
        assertThat(new ProviderProperties(address, address, null, List.of(), List.of()).issuerUri())
                .isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com",
                "http://10.0.0.1/keys",
                "http://localhost.example.com",
                "http://127.0.0.1.example.com",
                "http://127.0.0.1@login.example.com",
                "https://user:password@login.example.com",
                "https://login.example.com#keys",
                "login.example.com",
                "/keys",
                "https:",
                "https:///keys",
                "https://login example.com",
                "file:///etc/keys",
                "ftp://login.example.com/keys",
                "${ISSUER}"
            })
    void refusesEveryOtherAddress(String address) {
        String message = " is not an https address: write, for instance, https://login.example.com/realms/staff;"
                + " http counts for the loopback addresses 127.0.0.1, [::1] and localhost only";

        assertThatThrownBy(() -> new ProviderProperties(address, null, null, List.of(), List.of()))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(JWT + "issuer-uri" + message);
        assertThatThrownBy(() -> new ProviderProperties(ISSUER, address, null, List.of(), List.of()))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(JWT + "jwk-set-uri" + message);
    }

    @Test
    void refusesKeysWithoutIssuer() {
        assertThatThrownBy(() -> provider(null, ISSUER))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(
                        JWT + "jwk-set-uri is set without " + JWT + "issuer-uri: tokens of any issuer that signs with"
                                + " these keys would count; set it to iss of your provider's tokens");
    }

    @Test
    void refusesABlankAudience() {
        assertThatThrownBy(() -> new ProviderProperties(ISSUER, null, null, List.of("kore-sts", " "), List.of()))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(JWT + "audiences has a blank entry: set it to the audience that the provider writes into"
                        + " tokens for this service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "RS1", "rs256", "RSA", "EdDSA", ""})
    void refusesAnAlgorithmThatIsNoneOfThose(String algorithm) {
        assertThatThrownBy(() -> new ProviderProperties(ISSUER, null, null, List.of(), List.of("RS256", algorithm)))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(JWT + "jws-algorithms has an entry that is no algorithm for it: set it to RS256, RS384,"
                        + " RS512, ES256, ES384, ES512, PS256, PS384, PS512, or several of them");
    }

    @Test
    void acceptsEveryAsymmetricAlgorithmUnlessSomeAreListed() {
        assertThat(provider(ISSUER, ISSUER).algorithms()).containsExactlyInAnyOrder(SignatureAlgorithm.values());
        assertThat(provider(ISSUER, null).algorithms()).containsExactlyInAnyOrder(SignatureAlgorithm.values());
        assertThat(provider(ISSUER, null, "ES256", "PS256").algorithms())
                .containsExactlyInAnyOrder(SignatureAlgorithm.ES256, SignatureAlgorithm.PS256);
    }

    private static ProviderProperties provider(String issuer, String keySet, String... algorithms) {
        return new ProviderProperties(issuer, keySet, null, List.of(), List.of(algorithms));
    }
}
