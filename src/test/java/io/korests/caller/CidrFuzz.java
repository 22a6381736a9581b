package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.Fuzzed;
import io.korests.config.WrongConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.springframework.mock.web.MockHttpServletRequest;

/** A range of trusted proxies on the first line, the address of a peer on the second. */
public final class CidrFuzz {

    private CidrFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = Fuzzed.text(input).split("\n", 2);
        Fuzzed.assertNothingKept();
        TrustedProxies proxies;
        try {
            proxies = new TrustedProxies(List.of(lines[0]));
        } catch (WrongConfigurationException refused) {
            assertThat(refused)
                    .hasMessageStartingWith("sts.caller.gateway.trusted-proxies has an entry")
                    .hasNoCause();
            return;
        }
        String[] range = lines[0].strip().split("/", 2);
        byte[] network = address(range[0]);
        int length = range.length == 1 ? network.length * 8 : Integer.parseInt(range[1]);

        assertThat(sent(proxies, range[0])).isTrue();
        for (int bit : new int[] {0, length - 1, length, network.length * 8 - 1}) {
            if (bit >= 0 && bit < network.length * 8) {
                assertThat(sent(proxies, flipped(network, bit))).isEqualTo(bit >= length);
            }
        }
        sent(proxies, lines.length < 2 ? "" : lines[1]);
    }

    private static boolean sent(TrustedProxies proxies, String peer) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        return proxies.sent(request);
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException exception) {
            throw new AssertionError("Taken, though it is no address", exception);
        }
    }

    private static String flipped(byte[] address, int bit) {
        byte[] other = address.clone();
        other[bit / 8] ^= (byte) (0x80 >> bit % 8);
        try {
            InetAddress made = InetAddress.getByAddress(other);
            return made.getHostAddress();
        } catch (UnknownHostException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
