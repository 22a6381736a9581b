package io.korests.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class MacSignerTests {

    private static final String UNCLONEABLE = "HmacThatCannotBeCopied";
    private static final SecretKey KEY = new SecretKeySpec("key".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

    @Test
    void signsForManyAtATimeAsForOne() throws Exception {
        MacSigner signer = new MacSigner("HmacSHA256", KEY);
        List<byte[]> inputs = IntStream.range(0, 10_000)
                .mapToObj(i -> ("input " + i).getBytes(StandardCharsets.US_ASCII))
                .toList();

        List<byte[]> signatures = inputs.parallelStream().map(signer::sign).toList();

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(KEY);
        for (int i = 0; i < inputs.size(); i++) {
            assertThat(signatures.get(i)).isEqualTo(mac.doFinal(inputs.get(i)));
        }
    }

    @Test
    void signsWhereAMacCannotBeCopied() {
        Security.addProvider(new UncloneableProvider());
        try {
            MacSigner signer = new MacSigner(UNCLONEABLE, KEY);
            assertThat(signer.sign(new byte[] {1, 2})).containsExactly(3);
            assertThat(signer.sign(new byte[] {4})).containsExactly(4);
        } finally {
            Security.removeProvider(UNCLONEABLE);
        }
    }

    private static final class UncloneableProvider extends Provider {

        private static final long serialVersionUID = 1L;

        UncloneableProvider() {
            super(UNCLONEABLE, "1", "for this test");
            put("Mac." + UNCLONEABLE, Sum.class.getName());
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
