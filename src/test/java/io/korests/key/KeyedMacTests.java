package io.korests.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsonwebtoken.security.SecureRequest;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyedMacTests {

    private static final SecretKey KEY = key("one");
    private static final SecretKey OTHER_KEY = key("other");
    private static final byte[] INPUT = bytes("header.claims");

    private final KeyedMac mac = new KeyedMac(SigningAlgorithm.HS256, KEY);

    @ParameterizedTest
    @EnumSource(names = {"HS256", "HS512"})
    void isNamedAndSignsAsItsAlgorithm(SigningAlgorithm algorithm) throws Exception {
        KeyedMac signer = new KeyedMac(algorithm, KEY);

        assertThat(signer.getId()).isEqualTo(algorithm.name());
        assertThat(sign(signer, KEY, INPUT)).isEqualTo(expected(algorithm, KEY, INPUT));
    }

    @Test
    void signsForManyThreadsAsForOne() throws Exception {
        List<byte[]> inputs =
                IntStream.range(0, 10_000).mapToObj(i -> bytes("input " + i)).toList();

        List<byte[]> signatures =
                inputs.parallelStream().map(input -> sign(mac, KEY, input)).toList();

        for (int i = 0; i < inputs.size(); i++) {
            assertThat(signatures.get(i)).isEqualTo(expected(SigningAlgorithm.HS256, KEY, inputs.get(i)));
        }
    }

    @Test
    void signsWithTheKeyOfTheRequest() throws Exception {
        assertThat(sign(mac, OTHER_KEY, INPUT))
                .isEqualTo(expected(SigningAlgorithm.HS256, OTHER_KEY, INPUT))
                .isNotEqualTo(sign(mac, KEY, INPUT));
    }

    @Test
    void verifiesItsOwnSignature() {
        assertThat(verify(KEY, INPUT, sign(mac, KEY, INPUT))).isTrue();
        assertThat(verify(OTHER_KEY, INPUT, sign(mac, OTHER_KEY, INPUT))).isTrue();
    }

    @Test
    void verifiesNoOtherSignature() {
        byte[] signature = sign(mac, KEY, INPUT);
        byte[] changed = signature.clone();
        changed[31] ^= 1;

        assertThat(verify(KEY, INPUT, changed)).isFalse();
        assertThat(verify(KEY, INPUT, Arrays.copyOf(signature, 31))).isFalse();
        assertThat(verify(KEY, INPUT, new byte[0])).isFalse();
        assertThat(verify(KEY, bytes("header.claims2"), signature)).isFalse();
        assertThat(verify(OTHER_KEY, INPUT, signature)).isFalse();
        assertThat(verify(KEY, INPUT, sign(mac, OTHER_KEY, INPUT))).isFalse();
    }

    @Test
    void signsWhereAMacCannotBeCopied() {
        Security.insertProviderAt(new UncloneableProvider(), 1);
        try {
            KeyedMac signer = new KeyedMac(SigningAlgorithm.HS256, KEY);
            assertThat(sign(signer, KEY, new byte[] {1, 2})).containsExactly(3);
            assertThat(sign(signer, KEY, new byte[] {4})).containsExactly(4);
        } finally {
            Security.removeProvider(UncloneableProvider.NAME);
        }
    }

    private static byte[] sign(KeyedMac mac, SecretKey key, byte[] input) {
        return mac.digest(new Request(key, input, new byte[0]));
    }

    private boolean verify(SecretKey key, byte[] input, byte[] signature) {
        return mac.verify(new Request(key, input, signature));
    }

    private static byte[] expected(SigningAlgorithm algorithm, SecretKey key, byte[] input) throws Exception {
        Mac mac = Mac.getInstance(algorithm.jcaName());
        mac.init(key);
        return mac.doFinal(input);
    }

    private static SecretKey key(String text) {
        return new SecretKeySpec(bytes(text.repeat(32)), "HmacSHA256");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private record Request(SecretKey key, byte[] input, byte[] signature)
            implements SecureRequest<InputStream, SecretKey>, VerifySecureDigestRequest<SecretKey> {

        @Override
        public InputStream getPayload() {
            return new ByteArrayInputStream(input);
        }

        @Override
        public SecretKey getKey() {
            return key;
        }

        @Override
        public byte[] getDigest() {
            return signature;
        }

        @Override
        public @Nullable Provider getProvider() {
            return null;
        }

        @Override
        public @Nullable SecureRandom getSecureRandom() {
            return null;
        }
    }

    private static final class UncloneableProvider extends Provider {

        static final String NAME = "HmacThatCannotBeCopied";
        private static final long serialVersionUID = 1L;

        UncloneableProvider() {
            super(NAME, "1", "for this test");
            put("Mac.HmacSHA256", Sum.class.getName());
        }
    }

    /** Adds up the bytes it is given. */
    public static final class Sum extends MacSpi {

        private byte sum;

        @Override
        protected int engineGetMacLength() {
            return 1;
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters) {
            sum = 0;
        }

        @Override
        protected void engineUpdate(byte input) {
            sum += input;
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                sum += input[i];
            }
        }

        @Override
        protected byte[] engineDoFinal() {
            return new byte[] {sum};
        }

        @Override
        protected void engineReset() {
            sum = 0;
        }
    }
}
