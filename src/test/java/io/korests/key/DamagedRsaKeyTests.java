package io.korests.key;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.TestKeys;
import io.korests.TestPem;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key with one number that is not its own is refused, whichever that is (RFC 8017 §3.2). */
class DamagedRsaKeyTests {

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0, modulus",
        "1, publicExponent",
        "2, privateExponent",
        "3, prime1",
        "4, prime2",
        "5, exponent1",
        "6, exponent2",
        "7, coefficient"
    })
    void isRefused(int number, String name) throws GeneralSecurityException {
        BigInteger[] numbers = numbersOf((RSAPrivateCrtKey) TestKeys.rsa().getPrivate());
        numbers[number] = numbers[number].add(BigInteger.TWO);
        String pem = pem(numbers);

        assertThatThrownBy(() -> KeyLoader.rsa(SigningAlgorithm.RS256, pem, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("private-key is damaged: its numbers do not belong together");
    }

    private static BigInteger[] numbersOf(RSAPrivateCrtKey key) {
        return new BigInteger[] {
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrimeP(),
            key.getPrimeQ(),
            key.getPrimeExponentP(),
            key.getPrimeExponentQ(),
            key.getCrtCoefficient()
        };
    }

    private static String pem(BigInteger[] n) throws GeneralSecurityException {
        RSAPrivateCrtKeySpec spec = new RSAPrivateCrtKeySpec(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
        return TestPem.of(
                "PRIVATE KEY",
                KeyFactory.getInstance("RSA").generatePrivate(spec).getEncoded());
    }
}
