package io.korests;

/** Claims that a request may set, each only where the client's {@code allowed-claims} lists it. */
public enum RequestClaim {
    IDENTITY_TO_MERGE("identityToMerge"),
    PRIVATE_CLAIMS("privateClaims"),
    SECURE_CUSTOM_DATA("secureCustomData");

    private final String claimName;

    RequestClaim(String claimName) {
        this.claimName = claimName;
    }

    public String claimName() {
        return claimName;
    }

    /** As operators write it. */
    @Override
    public String toString() {
        return claimName;
    }
}
