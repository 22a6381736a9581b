package io.korests.token;

/** Hears of every attempt, on the thread that answers it: it must be quick and must not throw. */
@FunctionalInterface
public interface TokenAttemptListener {

    void onAttempt(TokenAttempt attempt);
}
