package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class TrustedProxiesTests {

    @ParameterizedTest(name = "{0}: {1} is trusted: {2}")
    @CsvSource({
        "10.0.0.5, 10.0.0.5, true",
        "10.0.0.5, 10.0.0.6, false",
        "10.0.0.0/8, 10.0.0.0, true",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "192.168.4.0/22, 192.168.3.255, false",
        "10.1.2.3/32, 10.1.2.3, true",
        "10.1.2.3/32, 10.1.2.2, false",
        "10.1.2.2/31, 10.1.2.3, true",
        "10.1.2.2/31, 10.1.2.4, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 10.0.0.1, false",
        "::1, ::1, true",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::1, 127.0.0.1, false",
        "127.0.0.1, ::1, false",
        "fd00::/8, fd12:3456::1, true",
        "fd00::/8, fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true",
        "fd00::/8, fe00::1, false",
        "fd00::/8, fc00::1, false",
        "2001:db8:1::/48, 2001:db8:1:ffff::1, true",
        "2001:db8:1::/48, 2001:db8:2::1, false",
        "2001:db8::1/128, 2001:db8::1, true",
        "2001:db8::1/128, 2001:db8::2, false",
        "2001:DB8::A, 2001:db8::a, true",
        "fe80::/10, fe80::1%lo, true",
        "10.0.0.0/8 fd00::/8, fd00::1, true",
        "10.0.0.0/8 fd00::/8, 10.9.9.9, true",
        "10.0.0.0/8 fd00::/8, 192.0.2.1, false",
    })
    void matchesAddressesAndRanges(String ranges, String peer, boolean trusted) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        request.addHeader("X-Forwarded-For", "10.0.0.5");

        assertThat(new TrustedProxies(Arrays.asList(ranges.split(" "))).sent(request))
                .isEqualTo(trusted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example.com",
                "10.0.0.0/33",
                "fd00::/129",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.0/8/8",
                "*",
                "",
                "fd00::1%eth0"
            })
    void refusesWhatIsNeither(String range) {
        assertThatThrownBy(() -> new TrustedProxies(Arrays.asList("10.0.0.0/8", range)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trusted-proxies has an entry that is neither an IP address nor a CIDR range:"
                        + " write, for instance, 10.0.0.0/8 or fd00::/8");
    }
}
