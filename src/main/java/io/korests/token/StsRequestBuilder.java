package io.korests.token;

import io.korests.json.JsonObject;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of a request, whether they came as JSON or as a form, and cleans the SDKs' spellings of them. A field
 * that it does not know has no effect: {@code clientSecret} is one of those, on purpose.
 */
final class StsRequestBuilder {

    /** What a value is, in JSON's terms; a form has texts only. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        OBJECT,
        ARRAY,
        NULL
    }

    private @Nullable String clientId;
    private @Nullable String identity;
    private boolean anonymous;
    private @Nullable String audience;
    private @Nullable String identityToMerge;
    private @Nullable JsonObject privateClaims;
    private @Nullable JsonObject secureCustomData;
    private @Nullable String anonymousJwt;

    static boolean knows(String field) {
        return switch (field) {
            case "clientId",
                    "identity",
                    "isAnonymous",
                    "aud",
                    "identityToMerge",
                    "privateClaims",
                    "secureCustomData",
                    "anonymousJwt" -> true;
            default -> false;
        };
    }

    /**
     * @param text the value: a text without quotes and escapes, an object as JSON
     * @throws RefusedException if the value cannot be used for this field
     */
    void set(String field, Kind kind, String text) {
        if (kind == Kind.NULL) {
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
            default -> {
                // Unknown fields have no effect.
            }
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
    private static @Nullable String clientId(String field, Kind kind, String text) {
        String clientId = text(field, kind, text);
        return "PLEASE_ENTER_CLIENT_ID".equals(clientId) ? null : clientId;
    }

    private static @Nullable String text(String field, Kind kind, String text) {
        if (kind != Kind.TEXT) {
            throw invalid(field + " must be a string.");
        }
        String stripped = text.strip();
        return stripped.isEmpty() ? null : stripped;
    }

    private static @Nullable String identity(String field, Kind kind, String text) {
        return switch (kind) {
            case TEXT -> Identity.fromText(field, text);
            case NUMBER -> Identity.fromNumber(field, text);
            case BOOLEAN, OBJECT, ARRAY, NULL -> throw invalid(field + " must be a string or a number.");
        };
    }

    /** Browsers send "false", iOS "0", Android false (kore-web-sdk, BotClient.swift, BotClient.java). */
    private static boolean bool(String field, String text) {
        return switch (text.strip()) {
            case "true", "True", "TRUE", "1" -> true;
            case "false", "False", "FALSE", "0", "" -> false;
            default -> throw invalid(field + " must be true or false.");
        };
    }

    private static JsonObject object(String field, Kind kind, String text) {
        if (kind != Kind.OBJECT) {
            throw invalid(field + " must be a JSON object.");
        }
        try {
            return new JsonObject(text);
        } catch (IllegalArgumentException exception) {
            throw invalid(field + ' ' + exception.getMessage() + '.');
        }
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(Refusal.INVALID_FIELD, detail);
    }
}
