package io.korests.caller;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * The peers whose identity header is believed. Only the immediate peer counts, the other end of the TCP connection;
 * X-Forwarded-For is something a client can write.
 */
final class TrustedProxies {

    /** Spring's matcher would take 10.0.0 as well, for 10.0.0.0. */
    private static final Pattern ADDRESS_OR_RANGE =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(/\\d{1,3})?");

    private final List<Range> ranges;

    /**
     * @param ranges addresses or CIDR ranges, IPv4 or IPv6
     * @throws IllegalArgumentException if one of them is neither
     */
    TrustedProxies(List<String> ranges) {
        this.ranges = ranges.stream().map(TrustedProxies::range).toList();
    }

    private static Range range(String text) {
        String range = text.strip();
        if (ADDRESS_OR_RANGE.matcher(range).matches()) {
            try {
                return new Range(isIpv6(range), new IpAddressMatcher(range));
            } catch (IllegalArgumentException exception) {
                // Said below, without the library's words.
            }
        }
        throw new IllegalArgumentException(
                "trusted-proxies has an entry that is neither an IP address nor a CIDR range:"
                        + " write, for instance, 10.0.0.0/8 or fd00::/8");
    }

    boolean sent(HttpServletRequest request) {
        String peer = withoutZone(request.getRemoteAddr());
        return ranges.stream().anyMatch(range -> range.holds(peer));
    }

    /** A link-local address comes with the name of the interface (RFC 4007 §11), which says nothing about who it is. */
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private static boolean isIpv6(String address) {
        return address.indexOf(':') >= 0;
    }

    /** Spring's matcher takes 0.0.0.0/0 for every IPv6 address as well. */
    private record Range(boolean ipv6, IpAddressMatcher matcher) {
        boolean holds(String peer) {
            return ipv6 == isIpv6(peer) && matcher.matches(peer);
        }
    }
}
