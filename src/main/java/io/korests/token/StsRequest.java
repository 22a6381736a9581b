package io.korests.token;

import io.korests.RequestClaim;
import io.korests.caller.Identity;
import io.korests.json.JsonObject;
import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * What a caller asks for, cleaned of the SDKs' many spellings.
 *
 * @param clientId null for the default client
 * @param identity null where the request names none
 * @param audience a wish; see {@link io.korests.client.ClientApp.ClaimPolicy#audienceFor}
 * @param anonymousJwt an earlier anonymous token, to be merged into this identity
 */
record StsRequest(
        @Nullable String clientId,
        @Nullable String identity,
        boolean anonymous,
        @Nullable String audience,
        @Nullable String identityToMerge,
        @Nullable JsonObject privateClaims,
        @Nullable JsonObject secureCustomData,
        @Nullable String anonymousJwt) {

    /** Those that have an effect: {@code clientSecret} is not one of them on purpose. */
    static final Set<String> FIELDS = Set.of(
            "clientId",
            "identity",
            "isAnonymous",
            "aud",
            "identityToMerge",
            "privateClaims",
            "secureCustomData",
            "anonymousJwt");

    static final StsRequest EMPTY = new StsRequest(null, null, false, null, null, null, null, null);

    boolean sets(RequestClaim claim) {
        return switch (claim) {
            case IDENTITY_TO_MERGE -> identityToMerge != null;
            case PRIVATE_CLAIMS -> privateClaims != null;
            case SECURE_CUSTOM_DATA -> secureCustomData != null;
        };
    }

    /** Says nothing of what was asked: it may be about a person. */
    @Override
    public String toString() {
        return "StsRequest";
    }

    /**
     * Makes a request of the fields that were sent, in JSON or in a form. Those that are not known have no effect.
     *
     * @throws RefusedException if a value cannot be used for its field
     */
    static StsRequest of(Map<String, Value> sent) {
        return new StsRequest(
                clientId(sent),
                identity("identity", sent),
                bool("isAnonymous", sent),
                text("aud", sent),
                identity("identityToMerge", sent),
                object("privateClaims", sent),
                object("secureCustomData", sent),
                text("anonymousJwt", sent));
    }

    /** The web SDK sends its own placeholder where the page sets no client id (kore-web-sdk 10.1.12, chatConfig). */
    private static @Nullable String clientId(Map<String, Value> sent) {
        String clientId = text("clientId", sent);
        return "PLEASE_ENTER_CLIENT_ID".equals(clientId) ? null : clientId;
    }

    private static @Nullable String text(String field, Map<String, Value> sent) {
        Value value = sent.getOrDefault(field, Value.ABSENT);
        if (value.kind != JsonToken.VALUE_STRING) {
            throw Refusal.INVALID_FIELD.because(field + " must be a string.");
        }
        String stripped = value.text.strip();
        return stripped.isEmpty() ? null : stripped;
    }

    private static @Nullable String identity(String field, Map<String, Value> sent) {
        Value value = sent.getOrDefault(field, Value.ABSENT);
        if (value.kind.isNumeric()) {
            return Identity.fromNumber(field, value.text);
        }
        if (value.kind != JsonToken.VALUE_STRING) {
            throw Refusal.INVALID_FIELD.because(field + " must be a string or a number.");
        }
        // The web SDK's placeholder where the page names no user (kore-web-sdk 10.1.12, chatConfig).
        return value.text.strip().equals("PLEASE_ENTER_USER_EMAIL_ID") ? null : Identity.fromText(field, value.text);
    }

    /** Browsers send "false", iOS "0", Android false (kore-web-sdk, BotClient.swift, BotClient.java). As a number, 1.0 is 1. */
    private static boolean bool(String field, Map<String, Value> sent) {
        Value value = sent.getOrDefault(field, Value.ABSENT);
        double number = value.kind.isNumeric() ? Double.parseDouble(value.text) : Double.NaN;
        if (number == 0 || number == 1) {
            return number == 1;
        }
        return switch (value.text.strip()) {
            case "true", "True", "TRUE", "1" -> true;
            case "false", "False", "FALSE", "0", "" -> false;
            default -> throw Refusal.INVALID_FIELD.because(field + " must be true or false.");
        };
    }

    private static @Nullable JsonObject object(String field, Map<String, Value> sent) {
        Value value = sent.getOrDefault(field, Value.ABSENT);
        if (value == Value.ABSENT) {
            return null;
        }
        if (value.kind != JsonToken.START_OBJECT) {
            throw Refusal.INVALID_FIELD.because(field + " must be a JSON object.");
        }
        try {
            return new JsonObject(value.text);
        } catch (IllegalArgumentException exception) {
            throw Refusal.INVALID_FIELD.because(field + ' ' + exception.getMessage() + '.');
        }
    }

    /**
     * What was sent for a field.
     *
     * @param kind the value's first JSON token; a form has strings and objects only
     * @param text the value: a string without quotes and escapes, an object as JSON
     */
    record Value(JsonToken kind, String text) {
        /** A text without characters means the same, where a text is allowed. */
        static final Value ABSENT = new Value(JsonToken.VALUE_STRING, "");
    }
}
