package io.korests.caller;

import io.korests.config.WrongConfigurationException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.catalina.util.NetMask;
import org.jspecify.annotations.Nullable;

/** The immediate peers whose identity header is accepted. X-Forwarded-For has no effect: clients can write it. */
final class TrustedProxies {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    /** Literal addresses only: {@link InetAddress#getByName} resolves them without DNS. */
    private static final Pattern LITERAL =
            Pattern.compile("(" + OCTET + "\\.){3}" + OCTET + "|(?=[0-9A-Fa-f.]*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*");

    private static final Pattern PREFIX_LENGTH = Pattern.compile("\\d{1,3}");

    private final List<NetMask> ranges;

    /**
     * @param ranges addresses or CIDR ranges, IPv4 or IPv6; bits behind the prefix have no effect
     * @throws WrongConfigurationException if one of them is neither
     */
    TrustedProxies(List<String> ranges) {
        this.ranges = ranges.stream().map(TrustedProxies::range).toList();
    }

    private static NetMask range(String text) {
        String[] parts = text.strip().split("/", 2);
        if (isUnambiguous(parts[0])
                && (parts.length == 1 || PREFIX_LENGTH.matcher(parts[1]).matches())) {
            try {
                return new NetMask(text.strip());
            } catch (IllegalArgumentException exception) {
                // The message below replaces the library's.
            }
        }
        throw new WrongConfigurationException("sts.caller.gateway.trusted-proxies has an entry that is neither an IP"
                + " address nor a CIDR range: write, for instance, 10.0.0.0/8 or fd00::/8");
    }

    /** Java reads ::ffff:10.0.0.0 as IPv4, whose prefix length would count from another bit. */
    private static boolean isUnambiguous(String text) {
        InetAddress address = address(text);
        return address != null && text.contains(":") == address instanceof Inet6Address;
    }

    boolean sent(HttpServletRequest request) {
        // A link-local address comes with the name of the interface (RFC 4007 §11).
        InetAddress peer = address(request.getRemoteAddr().split("%", 2)[0]);
        return peer != null && ranges.stream().anyMatch(range -> range.matches(peer));
    }

    private static @Nullable InetAddress address(String literal) {
        try {
            return LITERAL.matcher(literal).matches() ? InetAddress.getByName(literal) : null;
        } catch (UnknownHostException malformed) {
            return null;
        }
    }
}
