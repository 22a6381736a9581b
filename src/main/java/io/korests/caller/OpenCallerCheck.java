package io.korests.caller;

import jakarta.servlet.http.HttpServletRequest;

/** Asks for no proof: the request says who the user is. An {@code Authorization} header means nothing here. */
final class OpenCallerCheck implements CallerCheck {

    @Override
    public Caller identify(HttpServletRequest request) {
        return Caller.OPEN;
    }

    /** Never sent: nobody is unproven here. */
    @Override
    public String challenge(HttpServletRequest request) {
        return "";
    }
}
