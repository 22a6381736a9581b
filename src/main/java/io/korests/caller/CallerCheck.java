package io.korests.caller;

import jakarta.servlet.http.HttpServletRequest;

/** Finds out who is asking; one implementation for each {@link io.korests.CallerProperties.Mode}. */
public interface CallerCheck {

    /**
     * @return never null; {@link Caller#UNPROVEN} where proof is needed and the request has none that holds
     */
    Caller identify(HttpServletRequest request);

    /**
     * What a caller without proof is asked for: the {@code WWW-Authenticate} of a 401 (RFC 9110 §11.6.1).
     *
     * @param request one that {@link #identify} found unproven
     */
    String challenge(HttpServletRequest request);
}
