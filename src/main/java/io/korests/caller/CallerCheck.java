package io.korests.caller;

import jakarta.servlet.http.HttpServletRequest;

/** Authenticates callers; one implementation for each {@link io.korests.CallerProperties.Mode}. */
public interface CallerCheck {
    /** @return a caller with a {@link Caller#cause()} if credentials are required and the request has no valid ones */
    Caller identify(HttpServletRequest request);

    /** The {@code WWW-Authenticate} (RFC 9110 §11.6.1) of the 401 for an unauthenticated caller. */
    String challenge(HttpServletRequest request);
}
