package io.korests.explain;

import io.korests.client.ClientApp;
import io.korests.explain.Explainer.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What can be said of a token's claims. */
record ClaimChecks(CompactToken token, @Nullable ClientApp client, List<Found> findings) {
    /** Seconds in the year 5138: a later time is one in milliseconds. */
    static final long LATEST_SECONDS = 100_000_000_000L;

    static final List<String> TIMES = List.of("iat", "exp", "nbf");

    private static final Duration LONGEST_WITH_JTI = Duration.ofHours(1);
    private static final Set<String> AUDIENCES =
            Set.of("https://idproxy.kore.com/authorize", "https://idproxy.kore.ai/authorize");
    /** PLEASE_ENTER_USER_EMAIL_ID of the web SDK, and what templates make of a variable that is not set. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("[A-Z]+(_[A-Z]+)+|undefined|null|NaN|\\[object Object]|<.*>|[$#]?\\{.*}");

    void run(Instant now) {
        times(now);
        tokenId(now);
        issuerAndAudience();
        subject();
        types();
    }

    private void times(Instant now) {
        for (String name : TIMES) {
            JsonNode time = token.claim(name);
            if (name.equals("nbf") && time.isMissingNode()) {
                continue;
            }
            if (!isSeconds(time)) {
                add(Finding.TIME_UNUSABLE, name + " is " + Explainer.shown(time));
            } else if (time.doubleValue() > LATEST_SECONDS) {
                add(Finding.MILLISECONDS, name + " is " + Explainer.shown(time));
            } else {
                valid(name, Instant.ofEpochSecond(time.longValue()), now);
            }
        }
    }

    private void valid(String name, Instant time, Instant now) {
        String clock = " by the clock of this machine, where it is " + now;
        if (!name.equals("exp") && time.isAfter(now)) {
            add(Finding.NOT_YET_VALID, name + " is in " + span(Duration.between(now, time)) + clock);
        }
        if (name.equals("exp") && !time.isAfter(now)) {
            add(Finding.EXPIRED, "exp was " + span(Duration.between(time, now)) + " ago" + clock);
        }
    }

    private static String span(Duration span) {
        return span.toDays() > 0
                ? span.toDays() + " d " + span.toHoursPart() + " h"
                : span.toHoursPart() + " h " + span.toMinutesPart() + " min " + span.toSecondsPart() + " s";
    }

    /** As JavaScript sees it: 60.0 is whole. */
    private static boolean isSeconds(JsonNode time) {
        return time.isNumber() && time.doubleValue() >= 0 && time.doubleValue() % 1 == 0;
    }

    private void tokenId(Instant now) {
        JsonNode id = token.kore("jti");
        if (id.isMissingNode()) {
            if (client != null && client.policy().jti()) {
                add(Finding.JTI_MISSING, "");
            }
            return;
        }
        if (id.stringValue("").isBlank()) {
            add(Finding.JTI_UNUSABLE, "jti is " + Explainer.shown(id));
            return;
        }
        add(Finding.SINGLE_USE, "");
        double left = token.claim("exp").doubleValue(0) - now.getEpochSecond();
        if (left > LONGEST_WITH_JTI.toSeconds()) {
            add(Finding.JTI_LIFETIME, "exp is " + Explainer.shown(token.claim("exp")));
        }
    }

    private void issuerAndAudience() {
        JsonNode issuer = token.kore("iss");
        if (client == null || !client.clientId().equals(issuer.stringValue(null))) {
            add(
                    Finding.ISSUER,
                    "iss is " + Explainer.shown(issuer)
                            + (client == null ? "" : ", expected is \"" + client.clientId() + '"'));
        }
        Set<String> audiences = new HashSet<>(AUDIENCES);
        if (client != null) {
            audiences.add(client.policy().audience());
            audiences.addAll(client.policy().allowedAudiences());
        }
        if (!audiences.contains(token.claim("aud").stringValue(""))) {
            add(Finding.AUDIENCE, "aud is " + Explainer.shown(token.claim("aud")));
        }
    }

    private void subject() {
        String subject = token.kore("sub").stringValue("");
        if (subject.isBlank()) {
            add(Finding.SUBJECT_MISSING, "sub is " + Explainer.shown(token.kore("sub")));
        } else if (PLACEHOLDER.matcher(subject.strip()).matches()) {
            add(Finding.SUBJECT_PLACEHOLDER, "sub is " + Explainer.shown(token.kore("sub")));
        } else if (subject.equals(token.claim("identityToMerge").stringValue(null))) {
            add(Finding.MERGED_WITH_ITSELF, "");
        }
    }

    private void types() {
        JsonNode anonymous = token.claim("isAnonymous");
        if (!anonymous.isBoolean()) {
            add(Finding.ANONYMOUS_UNUSABLE, "isAnonymous is " + Explainer.shown(anonymous));
        }
        JsonNode merged = token.claim("identityToMerge");
        if (!merged.isMissingNode() && !merged.isString()) {
            add(Finding.CLAIM_TYPE, "identityToMerge is " + Explainer.shown(merged));
        }
        for (String name : List.of("privateClaims", "secureCustomData")) {
            JsonNode data = token.claim(name);
            if (!data.isMissingNode() && !data.isObject()) {
                add(Finding.CLAIM_TYPE, name + " is no object");
            }
        }
    }

    private void add(Finding finding, String detail) {
        findings.add(finding.with(detail));
    }
}
