package io.korests.token;

import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.problem.Refusal;

/**
 * A request that must be refused.
 *
 * @param name says what is wrong with it
 * @param code the refusal it must get
 */
record BadRequest(String name, HttpCall call, Refusal code) {

    /** Is in the requests wherever it can be, and must be in no answer. */
    static final String SECRET = "marked-secret-that-must-not-come-back";

    static HttpCall post() {
        return HttpCall.post("/api/users/sts").origin(TestClientApps.ORIGIN);
    }

    static BadRequest json(Refusal code, String name, String json) {
        return new BadRequest(name, post().json(json), code);
    }

    /** Bytes that are declared JSON. */
    static BadRequest json(Refusal code, String name, byte[] json) {
        return new BadRequest(
                name, post().header("Content-Type", "application/json").body(json), code);
    }

    static BadRequest form(Refusal code, String name, String form) {
        return new BadRequest("form: " + name, post().form(form), code);
    }

    /** In the test report. */
    @Override
    public String toString() {
        return name + " → " + code.code();
    }
}
