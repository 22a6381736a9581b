package io.korests.caller;

import io.korests.CallerProperties;
import io.korests.caller.Caller.AuthenticationMethod;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Accepts the identity header of a gateway that is authenticated by its secret, by its address, or by both if both are set. */
final class GatewayCallerCheck implements CallerCheck {
    /**
     * Not a registered scheme (RFC 9110 §16.4.1): sign-on at the gateway is missing, no header that a caller could add.
     * Browsers ignore schemes that they do not know.
     */
    static final String CHALLENGE = "Gateway";

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private final CallerProperties.Gateway gateway;
    private final @Nullable GatewaySecret secret;
    private final @Nullable TrustedProxies proxies;

    /** @throws IllegalArgumentException if there is neither a secret nor a trusted proxy */
    GatewayCallerCheck(CallerProperties.Gateway gateway, @Nullable TrustedProxies proxies) {
        if (gateway.secret() == null && proxies == null) {
            throw new IllegalArgumentException("a gateway needs a secret, trusted proxies, or both");
        }
        this.gateway = gateway;
        this.secret = gateway.secret() == null ? null : new GatewaySecret(gateway.secret(), gateway.previousSecret());
        this.proxies = proxies;
    }

    @Override
    public Caller identify(HttpServletRequest request) {
        if (secret != null && !secret.matches(single(request, gateway.secretHeader()))
                || proxies != null && !proxies.sent(request)) {
            return Caller.UNAUTHENTICATED;
        }
        String identity = text(request, gateway.identityHeader());
        String requestId = text(request, gateway.requestIdHeader());
        return new Caller(
                method(),
                identity,
                requestId != null && REQUEST_ID.matcher(requestId).matches() ? requestId : null);
    }

    @Override
    public String challenge(HttpServletRequest request) {
        return CHALLENGE;
    }

    private AuthenticationMethod method() {
        if (secret == null) {
            return AuthenticationMethod.TRUSTED_PROXY;
        }
        return proxies == null
                ? AuthenticationMethod.GATEWAY_SECRET
                : AuthenticationMethod.GATEWAY_SECRET_AND_TRUSTED_PROXY;
    }

    /** A repeated header has a value that the gateway did not set, so none of them counts. */
    private static @Nullable String single(HttpServletRequest request, String header) {
        Enumeration<String> values = request.getHeaders(header);
        String value = values.hasMoreElements() ? values.nextElement() : null;
        return values.hasMoreElements() ? null : value;
    }

    /** The container reads headers as ISO-8859-1; gateways write UTF-8. */
    private static @Nullable String text(HttpServletRequest request, String header) {
        String value = single(request, header);
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().strip();
        } catch (CharacterCodingException exception) {
            return null;
        }
    }

    /** Known to the gateway alone. */
    private static final class GatewaySecret {
        private final byte[] current;
        private final byte[] previous;

        GatewaySecret(String current, @Nullable String previous) {
            this.current = current.getBytes(StandardCharsets.UTF_8);
            this.previous = previous == null ? this.current : previous.getBytes(StandardCharsets.UTF_8);
        }

        /** Compares in constant time, and with both values always. */
        boolean matches(@Nullable String header) {
            if (header == null) {
                return false;
            }
            byte[] sent = header.getBytes(StandardCharsets.ISO_8859_1);
            boolean isCurrent = MessageDigest.isEqual(current, sent);
            boolean isPrevious = MessageDigest.isEqual(previous, sent);
            return isCurrent | isPrevious;
        }
    }
}
