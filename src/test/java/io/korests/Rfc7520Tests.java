package io.korests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tests' own decryption and verification, held against the examples of RFC 7520 §5.1, §5.2 and §6. */
class Rfc7520Tests {

    private static final JsonNode EXAMPLES = examples();

    static Stream<JsonNode> vectors() {
        return EXAMPLES.get("vectors").valueStream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decryptsTheExample(JsonNode vector) {
        assertThat(open(vector, text(vector, "compact")).content()).isEqualTo(text(vector, "plaintext"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decryptsNothingThatWasChanged(JsonNode vector) {
        String compact = text(vector, "compact");
        int dot = compact.lastIndexOf('.');
        String changed = compact.substring(0, dot - 5)
                + (compact.charAt(dot - 5) == 'A' ? 'B' : 'A')
                + compact.substring(dot - 4);
        assertThatThrownBy(() -> open(vector, changed)).isInstanceOf(AssertionError.class);
    }

    static Stream<JsonNode> nested() {
        return vectors().filter(vector -> vector.has("signedBy"));
    }

    @ParameterizedTest
    @MethodSource("nested")
    void verifiesTheTokenInTheExample(JsonNode vector) {
        EncryptedToken opened = open(vector, text(vector, "compact"));
        VerifiedToken token = VerifiedToken.verify(
                opened.content(),
                text(vector, "signature"),
                key(text(vector, "signedBy")).getPublicKey());
        assertThat(token.claims()).isEqualTo(JsonMapper.shared().readTree(text(vector, "payload")));
    }

    private static EncryptedToken open(JsonNode vector, String compact) {
        return EncryptedToken.open(
                compact,
                text(vector, "alg"),
                text(vector, "enc"),
                key(text(vector, "key")).getPrivateKey());
    }

    private static PublicJsonWebKey key(String section) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(
                    EXAMPLES.get("keys").get(section).toString());
        } catch (JoseException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static String text(JsonNode vector, String field) {
        return vector.get(field).stringValue();
    }

    private static JsonNode examples() {
        try (InputStream json = Rfc7520Tests.class.getResourceAsStream("/rfc7520.json")) {
            return JsonMapper.shared().readTree(json);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
