package io.korests;

import java.time.Duration;

/** How long a test waits for what must happen until it says that it did not: far longer than the slowest machine takes. */
public final class Patience {

    public static final Duration TIME = Duration.ofSeconds(120);

    private Patience() {}
}
