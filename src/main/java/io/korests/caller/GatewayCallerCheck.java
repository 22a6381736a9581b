package io.korests.caller;

import io.korests.CallerProperties;
import io.korests.caller.Caller.AuthenticationMethod;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts the identity header of a gateway that is authenticated by its secret, by its address, or by both if both are set. */
final class GatewayCallerCheck implements CallerCheck {
    private static final Logger log = LoggerFactory.getLogger(GatewayCallerCheck.class);

    /**
     * Not a registered scheme (RFC 9110 §16.4.1): sign-on at the gateway is missing, no header that a caller could add.
     * Browsers ignore schemes that they do not know.
     */
    static final String CHALLENGE = "Gateway";

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private final CallerProperties.Gateway gateway;
    private final byte[][] secrets;
    private final @Nullable TrustedProxies proxies;

    /** @throws IllegalArgumentException if there is neither a secret nor a trusted proxy */
    GatewayCallerCheck(CallerProperties.Gateway gateway) {
        if (gateway.secret() == null && gateway.trustedProxies().isEmpty()) {
            throw new IllegalArgumentException("a gateway needs a secret, trusted proxies, or both");
        }
        if (gateway.trustsNearlyEveryone()) {
            log.warn("sts.caller.gateway.trusted-proxies takes in nearly every address, so that the secret alone is the"
                    + " gateway's proof: list the gateway's own addresses");
        }
        this.gateway = gateway;
        this.secrets = Stream.of(gateway.secret(), gateway.previousSecret())
                .filter(Objects::nonNull)
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.proxies = gateway.trustedProxies().isEmpty() ? null : new TrustedProxies(gateway.trustedProxies());
    }

    @Override
    public Caller identify(HttpServletRequest request) {
        Cause cause = doubt(request);
        if (cause != null) {
            return Caller.unproven(cause);
        }
        List<String> ids = values(request, gateway.requestIdHeader());
        return Caller.of(
                method(),
                ProvenIdentity.ofHeader(values(request, gateway.identityHeader()), gateway.identityPrefix()),
                ids.size() == 1 && REQUEST_ID.matcher(ids.get(0)).matches() ? ids.get(0) : null);
    }

    /** Why the gateway is not believed to have sent this, or null. */
    private @Nullable Cause doubt(HttpServletRequest request) {
        if (proxies != null && !proxies.sent(request)) {
            return Cause.UNTRUSTED_PEER;
        }
        if (secrets.length == 0) {
            return null;
        }
        List<String> sent = values(request, gateway.secretHeader());
        if (sent.size() != 1) {
            return Cause.NO_SECRET;
        }
        return isSecret(sent.get(0)) ? null : Cause.WRONG_SECRET;
    }

    @Override
    public String challenge(HttpServletRequest request) {
        return CHALLENGE;
    }

    private AuthenticationMethod method() {
        if (secrets.length == 0) {
            return AuthenticationMethod.TRUSTED_PROXY;
        }
        return proxies == null
                ? AuthenticationMethod.GATEWAY_SECRET
                : AuthenticationMethod.GATEWAY_SECRET_AND_TRUSTED_PROXY;
    }

    /** A repeated header has a value that the gateway did not set, so all are read and none of several counts. */
    private static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }

    /** Compares in constant time, and with each of them always. */
    private boolean isSecret(String header) {
        byte[] sent = header.getBytes(StandardCharsets.ISO_8859_1);
        boolean found = false;
        for (byte[] secret : secrets) {
            found |= MessageDigest.isEqual(secret, sent);
        }
        return found;
    }
}
