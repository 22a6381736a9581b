package io.korests.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SecureRequest;
import io.jsonwebtoken.security.SignatureAlgorithm;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import io.korests.TestKeys;
import java.io.InputStream;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigningKeyTests {

    private static final KeyPair OTHER = TestKeys.rsa(2048, "other");

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void signsVerifiably(SigningAlgorithm algorithm) {
        SigningKey key = algorithm.isMac()
                ? KeyLoader.secret(algorithm, TestKeys.SECRET, "cs-a", null)
                : KeyLoader.rsa(algorithm, TestKeys.pem(TestKeys.rsa()), null);

        assertThat(key.signsVerifiably()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"RS256", "RS512"})
    void doesNotSignVerifiablyWithThePrivateKeyOfAnotherPair(SigningAlgorithm algorithm) {
        assertThat(remote(algorithm, OTHER, jjwt(algorithm)).signsVerifiably()).isFalse();
        assertThat(remote(algorithm, TestKeys.rsa(), jjwt(algorithm)).signsVerifiably())
                .isTrue();
        PrivateKey other = NativeRsa.of(OTHER.getPrivate());
        assertThat(SigningKey.of(algorithm, other, jjwt(algorithm), usual()).signsVerifiably())
                .isFalse();
    }

    @Test
    void doesNotSignVerifiablyByAnotherAlgorithmThanItsOwn() {
        assertThat(remote(SigningAlgorithm.RS256, TestKeys.rsa(), Jwts.SIG.RS512)
                        .signsVerifiably())
                .isFalse();
        assertThat(remote(SigningAlgorithm.RS256, TestKeys.rsa(), Jwts.SIG.PS256)
                        .signsVerifiably())
                .isFalse();
        assertThat(remote(SigningAlgorithm.RS256, TestKeys.rsa(), new Remote(new byte[256]))
                        .signsVerifiably())
                .isFalse();
    }

    @Test
    void doesNotSignVerifiablyWhereItCannotBeReached() {
        assertThat(remote(SigningAlgorithm.RS256, TestKeys.rsa(), new Remote(null))
                        .signsVerifiably())
                .isFalse();
    }

    /** @param pair signs; the public half is always that of {@link TestKeys#rsa()} */
    private static SigningKey remote(
            SigningAlgorithm algorithm, KeyPair pair, SecureDigestAlgorithm<PrivateKey, ?> signer) {
        return SigningKey.of(algorithm, pair.getPrivate(), signer, usual());
    }

    private static SignatureAlgorithm jjwt(SigningAlgorithm algorithm) {
        return (SignatureAlgorithm) algorithm.jjwt();
    }

    private static SigningKey.Description usual() {
        return SigningKey.Description.ofRsa(
                "transit", (RSAPublicKey) TestKeys.rsa().getPublic(), null);
    }

    /** RS256 in name; signs with the same bytes always, or cannot be reached. */
    private record Remote(byte[] signature) implements SecureDigestAlgorithm<PrivateKey, RSAPublicKey> {

        @Override
        public String getId() {
            return "RS256";
        }

        @Override
        public byte[] digest(SecureRequest<InputStream, PrivateKey> request) {
            if (signature == null) {
                throw new SigningUnavailableException("Vault does not answer in time", null);
            }
            return signature;
        }

        @Override
        public boolean verify(VerifySecureDigestRequest<RSAPublicKey> request) {
            throw new UnsupportedOperationException();
        }
    }
}
