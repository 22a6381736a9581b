package io.korests.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.korests.TestKeys;
import io.korests.TestPem;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTests {

    private static final KeyPair PAIR = TestKeys.rsa();

    @Test
    void writesWhatItReads() {
        String text = Pem.of(PAIR.getPublic()).text();

        assertThat(text).isEqualTo(TestPem.publicKey(PAIR));
        assertThat(Pem.find(text).map(Pem::publicKey)).contains(PAIR.getPublic());
    }

    @Test
    void findsThePrivateKeyOfSeveralBlocksOrElseTheFirst() {
        assertThat(Pem.find("text\n" + TestPem.certificate(PAIR) + TestKeys.pem(PAIR))
                        .map(Pem::label))
                .contains("PRIVATE KEY");
        assertThat(Pem.find("text\n" + TestPem.certificate(PAIR) + TestPem.publicKey(PAIR))
                        .map(Pem::label))
                .contains("CERTIFICATE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MIIB",
                "-----BEGIN A-----\nMIIB\n",
                "MIIB\n-----END A-----",
                "-----BEGIN A-----\nMIIB\n-----END B-----",
                "-----BEGIN a-----\nMIIB\n-----END a-----",
                "----BEGIN A----\nMIIB\n----END A----"
            })
    void findsNoBlockInAnythingElse(String text) {
        assertThat(Pem.find(text)).isEmpty();
    }

    @Test
    void hasNoPublicKeyWhereItsContentIsNone() {
        assertThat(Pem.of("PUBLIC KEY", new byte[99]).publicKey()).isNull();
        assertThat(Pem.of("PRIVATE KEY", PAIR.getPrivate().getEncoded()).publicKey())
                .isNull();
    }

    @Test
    void refusesABodyThatIsNotBase64() {
        assertThatIllegalArgumentException().isThrownBy(new Pem("PUBLIC KEY", "\nA\n")::publicKey);
    }

    @Test
    void showsNothingOfItsBody() {
        assertThat(Pem.find(TestKeys.pem(PAIR)).orElseThrow()).hasToString("Pem[PRIVATE KEY]");
    }
}
