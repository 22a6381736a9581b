package io.korests.vault;

import io.korests.Patience;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for what must happen, and prints how long that was, and how long it might have been at most. */
final class VaultWait {

    private VaultWait() {}

    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Patience.TIME).conditionEvaluationListener(condition -> {
            if (condition.isSatisfied()) {
                System.out.printf(
                        "Waited %d ms, at most %d s, for %s%n",
                        condition.getElapsedTimeInMS(), Patience.TIME.toSeconds(), what);
            }
        });
    }
}
