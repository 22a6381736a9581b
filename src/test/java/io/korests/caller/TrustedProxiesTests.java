package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.config.WrongConfigurationException;
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
        // Bits behind the prefix.
        "10.1.2.3/8, 10.200.0.1, true",
        "10.1.2.3/8, 11.1.2.3, false",
        "192.168.5.77/22, 192.168.4.1, true",
        "192.168.5.77/22, 192.168.8.77, false",
        "fd12:3456::789a/8, fd00::1, true",
        "fd12:3456::789a/7, fe12:3456::789a, false",
        "128.0.0.0/1, 200.0.0.1, true",
        "128.0.0.0/1, 127.0.0.1, false",
        "10.0.0.0/08, 10.255.0.1, true",
        // IPv4 in IPv6's notation: a mapped address is the IPv4 peer, any other one is not.
        "10.0.0.0/8, ::ffff:10.0.0.5, true",
        "10.0.0.0/8, ::ffff:a00:5, true",
        "10.0.0.0/8, ::ffff:11.0.0.5, false",
        "10.0.0.0/8, ::10.0.0.5, false",
        "10.0.0.0/8, 64:ff9b::10.0.0.5, false",
        "::/0, ::ffff:10.0.0.5, false",
        "64:ff9b::10.0.0.5, 64:ff9b::a00:5, true",
        // What is no address of a peer.
        "0.0.0.0/0, localhost, false",
        "0.0.0.0/0, 10.0.0, false",
        "0.0.0.0/0, 010.0.0.1, false",
        "0.0.0.0/0, 10.0.0.256, false",
        "0.0.0.0/0, '', false",
        "::/0, [::1], false",
        "::/0, .::1, false",
        "::/0, ::1::, false",
        "::/0, %lo, false",
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
                "fd00::/1000",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/ 8",
                "10.0.0.0/999",
                "10.0.0.0/",
                "10.0.0.0/255.0.0.0",
                "/8",
                "fd00::/",
                "fd00::/-1",
                "::ffff:10.0.0.5",
                "::ffff:10.0.0.0/104",
                "::ffff:a00:0/8",
                "010.0.0.0/8",
                "0x0a.0.0.0/8",
                "10.0.0.0:80",
                "[fd00::1]",
                ".::1",
                "fd00::1::",
                "1:2:3:4:5:6:7:8:9",
                "dead.beef",
                "localhost",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.0/8/8",
                "*",
                "",
                "fd00::1%eth0"
            })
    void refusesWhatIsNeither(String range) {
        assertThatThrownBy(() -> new TrustedProxies(Arrays.asList("10.0.0.0/8", range)))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(
                        "sts.caller.gateway.trusted-proxies has an entry that is neither an IP address nor a CIDR range:"
                                + " write, for instance, 10.0.0.0/8 or fd00::/8");
    }
}
