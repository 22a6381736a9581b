package io.korests.explain;

import static io.korests.explain.SampleToken.HEADER;
import static io.korests.explain.SampleToken.NOW;
import static io.korests.explain.SampleToken.SECONDS;
import static io.korests.explain.SampleToken.claims;
import static io.korests.explain.SampleToken.hs256;
import static io.korests.explain.SampleToken.row;
import static io.korests.explain.SampleToken.token;

import io.korests.TestKeys;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tokens with one wrong claim each, the findings, and how the first of them begins to tell. */
final class ClaimRows {

    private ClaimRows() {}

    static Stream<Arguments> times() {
        String clock = " by the clock of this machine, where it is 2026-11-21T22:52:34Z";
        return Stream.of(
                row(token("iat=" + NOW.toEpochMilli()), "milliseconds", "iat is 1795301554000"),
                row(token("exp=" + (NOW.toEpochMilli() + 1)), "milliseconds", "exp is 1795301554001"),
                row(token("iat="), "time-unusable", "iat is missing"),
                row(token("exp="), "time-unusable", "exp is missing"),
                row(token("exp=\"1795301560\""), "time-unusable", "exp is \"1795301560\""),
                row(token("exp=1795301560.5"), "time-unusable", "exp is 1.7953015605E9"),
                row(token("iat=-1"), "time-unusable", "iat is -1"),
                row(token("exp=1e999"), "time-unusable", "exp is "),
                row(token("exp=" + (SECONDS - 3 * 86400)), "expired", "exp was 3 d 0 h ago" + clock),
                row(token("exp=" + SECONDS), "expired", "exp was 0 h 0 min 0 s ago" + clock),
                row(token("iat=" + (SECONDS + 61)), "not-yet-valid", "iat is in 0 h 1 min 1 s" + clock),
                row(token("nbf=" + (SECONDS + 7200)), "not-yet-valid", "nbf is in 2 h 0 min 0 s" + clock));
    }

    /** @param shop the secret of a client whose tokens must have a jti */
    static Stream<Arguments> others(String shop) {
        return Stream.of(
                row(token("jti=\"1\"", "exp=" + (SECONDS + 3601)), "single-use jti-lifetime", ""),
                row(token("kore_jti=\"1\""), "single-use", ""),
                row(token("jti=\" \""), "jti-unusable", "jti is \" \""),
                row(token("jti=7"), "jti-unusable", "jti is 7"),
                row(hs256(HEADER, claims("iss=\"cs-shop\""), shop), "jti-missing", ""),
                row(token("aud=\"https://example.com\""), "audience", "aud is \"https://example.com\""),
                row(
                        token("aud=[\"https://idproxy.kore.com/authorize\"]"),
                        "audience",
                        "aud is [\"https://idproxy.kore.com/authorize\"]"),
                row(token("aud="), "audience", "aud is missing"),
                row(token("iss=\"cs-nobody\""), "key-of-other-client issuer", "it is the key of client travel"),
                row(
                        hs256(HEADER, claims("iss=\"cs-nobody\""), TestKeys.randomSecret(33)),
                        "issuer",
                        "iss is \"cs-nobody\""),
                row(token("sub="), "subject-missing", "sub is missing"),
                row(token("sub=\" \""), "subject-missing", "sub is \" \""),
                row(token("sub=42"), "subject-missing", "sub is 42"),
                row(
                        token("sub=\"PLEASE_ENTER_USER_EMAIL_ID\""),
                        "subject-placeholder",
                        "sub is \"PLEASE_ENTER_USER_EMAIL_ID\""),
                row(token("sub=\"undefined\""), "subject-placeholder", "sub is \"undefined\""),
                row(token("sub=\"${USER}\""), "subject-placeholder", "sub is \"${USER}\""),
                row(token("isAnonymous=\"false\""), "anonymous-unusable", "isAnonymous is \"false\""),
                row(token("isAnonymous="), "anonymous-unusable", "isAnonymous is missing"),
                row(token("isAnonymous=0"), "anonymous-unusable", "isAnonymous is 0"),
                row(token("identityToMerge=\"jane\""), "merged-with-itself", ""),
                row(token("identityToMerge=1"), "claim-type", "identityToMerge is 1"),
                row(token("privateClaims=[]"), "claim-type", "privateClaims is no object"),
                row(token("secureCustomData=\"{}\""), "claim-type", "secureCustomData is no object"),
                row(token("privateClaims={\"a\":\"" + "x".repeat(6000) + "\"}"), "too-large", "it has "));
    }
}
