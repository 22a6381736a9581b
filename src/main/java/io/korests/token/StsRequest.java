package io.korests.token;

import io.korests.RequestClaim;
import io.korests.caller.Identity;
import io.korests.json.JsonObject;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * What a caller asks for, cleaned of the SDKs' many spellings.
 *
 * @param clientId null for the default client
 * @param identity null where the request names none
 * @param audience a wish; see {@link io.korests.client.ClaimPolicy#audienceFor}
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

    /** {@code clientSecret} is not one of them on purpose. */
    private static final Set<String> FIELDS = Set.of(
            "clientId",
            "identity",
            "isAnonymous",
            "aud",
            "identityToMerge",
            "privateClaims",
            "secureCustomData",
            "anonymousJwt");

    static final StsRequest EMPTY = new StsRequest(null, null, false, null, null, null, null, null);

    /** Whether a request's field of this name has any effect. */
    static boolean hasField(String name) {
        return FIELDS.contains(name);
    }

    /** The first claim this request sets that is not among the given ones, or null. */
    @Nullable
    RequestClaim firstClaimNotIn(Set<RequestClaim> allowed) {
        for (RequestClaim claim : RequestClaim.values()) {
            if (sets(claim) && !allowed.contains(claim)) {
                return claim;
            }
        }
        return null;
    }

    private boolean sets(RequestClaim claim) {
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

    /** Collects the fields, of JSON or of a form, and cleans the SDKs' spellings of them. Unknown fields have no effect. */
    static final class Builder {
        private @Nullable String clientId;
        private @Nullable String identity;
        private boolean anonymous;
        private @Nullable String audience;
        private @Nullable String identityToMerge;
        private @Nullable JsonObject privateClaims;
        private @Nullable JsonObject secureCustomData;
        private @Nullable String anonymousJwt;

        /**
         * @param kind the value's first JSON token; a form has strings and objects only
         * @param text the value: a string without quotes and escapes, an object as JSON
         * @throws RefusedException if the value cannot be used for this field
         */
        void set(String field, JsonToken kind, String text) {
            if (kind == JsonToken.VALUE_NULL) {
                return;
            }
            switch (field) {
                case "clientId" -> clientId = clientId(field, kind, text);
                case "identity" -> identity = identity(field, kind, text);
                case "isAnonymous" -> anonymous = bool(field, text);
                case "aud" -> audience = text(field, kind, text);
                case "identityToMerge" -> identityToMerge = identity(field, kind, text);
                case "privateClaims" -> privateClaims = object(field, kind, text);
                case "secureCustomData" -> secureCustomData = object(field, kind, text);
                case "anonymousJwt" -> anonymousJwt = text(field, kind, text);
                default -> {}
            }
        }

        StsRequest build() {
            return new StsRequest(
                    clientId,
                    identity,
                    anonymous,
                    audience,
                    identityToMerge,
                    privateClaims,
                    secureCustomData,
                    anonymousJwt);
        }

        /** The web SDK sends its own placeholder where the page sets no client id (kore-web-sdk 10.1.12, chatConfig). */
        private static @Nullable String clientId(String field, JsonToken kind, String text) {
            String clientId = text(field, kind, text);
            return "PLEASE_ENTER_CLIENT_ID".equals(clientId) ? null : clientId;
        }

        private static @Nullable String text(String field, JsonToken kind, String text) {
            if (kind != JsonToken.VALUE_STRING) {
                throw Refusal.INVALID_FIELD.because(field + " must be a string.");
            }
            String stripped = text.strip();
            return stripped.isEmpty() ? null : stripped;
        }

        private static @Nullable String identity(String field, JsonToken kind, String text) {
            if (kind == JsonToken.VALUE_STRING) {
                // The web SDK's placeholder where the page names no user (kore-web-sdk 10.1.12, chatConfig).
                if (text.strip().equals("PLEASE_ENTER_USER_EMAIL_ID")) {
                    return null;
                }
                return Identity.fromText(field, text);
            }
            if (kind.isNumeric()) {
                return Identity.fromNumber(field, text);
            }
            throw Refusal.INVALID_FIELD.because(field + " must be a string or a number.");
        }

        /** Browsers send "false", iOS "0", Android false (kore-web-sdk, BotClient.swift, BotClient.java). */
        private static boolean bool(String field, String text) {
            return switch (text.strip()) {
                case "true", "True", "TRUE", "1" -> true;
                case "false", "False", "FALSE", "0", "" -> false;
                default -> throw Refusal.INVALID_FIELD.because(field + " must be true or false.");
            };
        }

        private static JsonObject object(String field, JsonToken kind, String text) {
            if (kind != JsonToken.START_OBJECT) {
                throw Refusal.INVALID_FIELD.because(field + " must be a JSON object.");
            }
            try {
                return new JsonObject(text);
            } catch (IllegalArgumentException exception) {
                throw Refusal.INVALID_FIELD.because(field + ' ' + exception.getMessage() + '.');
            }
        }
    }
}
