package io.korests.token;

import io.korests.TestService;

/** Bodies that say they are a form. */
public final class FormFuzz {

    private static final FuzzedEndpoint ENDPOINT = new FuzzedEndpoint(TestService.usual());

    private FormFuzz() {}

    /** Loads this class before the time of an input counts: what its fields need takes seconds. */
    public static void fuzzerInitialize() {}

    public static void fuzzerTestOneInput(byte[] body) {
        ENDPOINT.ask(FuzzedEndpoint.request("application/x-www-form-urlencoded", body));
    }
}
