package io.korests.caller;

import io.korests.CallerProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Believes the identity header where the request shows that the gateway sent it: by its secret, by its address, or by both
 * where both are configured.
 */
final class GatewayCallerCheck implements CallerCheck {

    /**
     * No registered scheme (RFC 9110 §16.4.1) says it: what is missing is sign-on at the gateway, not a header that the caller
     * could add. Browsers do nothing about a scheme they do not know.
     */
    static final String CHALLENGE = "Gateway";

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private final CallerProperties.Gateway gateway;
    private final @Nullable GatewaySecret secret;
    private final @Nullable TrustedProxies proxies;

    GatewayCallerCheck(
            CallerProperties.Gateway gateway, @Nullable GatewaySecret secret, @Nullable TrustedProxies proxies) {
        if (secret == null && proxies == null) {
            throw new IllegalArgumentException("a gateway needs a secret, trusted proxies, or both");
        }
        this.gateway = gateway;
        this.secret = secret;
        this.proxies = proxies;
    }

    @Override
    public Caller identify(HttpServletRequest request) {
        if (secret != null && !secret.isIn(request) || proxies != null && !proxies.sent(request)) {
            return Caller.UNPROVEN;
        }
        String requestId = requestId(request);
        String identity = single(request.getHeaders(gateway.identityHeader()));
        return identity == null
                ? new Caller(AuthenticationMethod.NONE, null, requestId)
                : new Caller(method(), identity, requestId);
    }

    @Override
    public String challenge(HttpServletRequest request) {
        return CHALLENGE;
    }

    private @Nullable String requestId(HttpServletRequest request) {
        String id = single(request.getHeaders(gateway.requestIdHeader()));
        return id != null && REQUEST_ID.matcher(id).matches() ? id : null;
    }

    private AuthenticationMethod method() {
        if (secret == null) {
            return AuthenticationMethod.TRUSTED_PROXY;
        }
        return proxies == null
                ? AuthenticationMethod.GATEWAY_SECRET
                : AuthenticationMethod.GATEWAY_SECRET_AND_TRUSTED_PROXY;
    }

    /** A header that stands twice was added to on the way: neither of the two is believed. */
    private static @Nullable String single(Enumeration<String> values) {
        if (!values.hasMoreElements()) {
            return null;
        }
        String value = values.nextElement();
        return values.hasMoreElements() || value.isBlank() ? null : utf8(value);
    }

    /** The container reads headers as ISO-8859-1; gateways write UTF-8. */
    private static @Nullable String utf8(String header) {
        try {
            byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip();
        } catch (CharacterCodingException exception) {
            return null;
        }
    }
}
