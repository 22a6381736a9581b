package io.korests.vault;

/** What can be wrong with a Vault, or with what stands between it and its clients. */
public enum VaultFault {
    /** Nothing listens: connections are refused. The only fault that cannot be limited to some paths. */
    DOWN,
    /** The connection is accepted and the request taken, but no answer comes until the fault is healed. */
    HANGING,
    /** Vault is sealed: 503 to everything, as after a restart without unsealing. */
    SEALED,
    /** 403, as for a policy that lacks the right. */
    FORBIDDEN,
    /** 404 with an empty list of errors, as for a secret that is not there. */
    NOT_FOUND,
    /** 500 from Vault itself. */
    SERVER_ERROR,
    /** 503 from a load balancer that has no healthy Vault behind it. */
    UNAVAILABLE,
    /** 429, a rate limit quota. */
    TOO_MANY_REQUESTS,
    /** 200, but text that is not JSON. */
    GARBAGE,
    /** 502 with a proxy's HTML page. */
    PROXY_ERROR,
    /** 200 and JSON that stops in the middle; the length in the header says that this was all. */
    TRUNCATED,
    /** 200 without a body. */
    EMPTY,
    /** The connection is closed in the middle of the answer. */
    CUT_OFF,
    /** 200 and JSON of Vault's shape, but {@code data} is null. */
    NO_DATA,
    /** 200 and JSON, but {@code data} is a list. */
    WRONG_SHAPE;

    /** Whether it only takes time, so that a wait for another fault may take as long. */
    boolean isLate() {
        return this == HANGING;
    }
}
