package io.korests.token;

import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import io.korests.token.StsRequestBuilder.Kind;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads a body of {@code application/x-www-form-urlencoded} (WHATWG URL Standard §5.1), as the web SDK's built-in call and
 * iOS send it. The servlet container's own parser is not used: it mixes in the query, and passes over what it cannot decode.
 */
final class FormRequestReader {

    private FormRequestReader() {}

    /** @throws RefusedException if a field is repeated, is not percent-encoded UTF-8, or cannot be used */
    static StsRequest read(String text) {
        StsRequestBuilder request = new StsRequestBuilder();
        Set<String> seen = new HashSet<>();
        for (String pair : text.strip().split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String field = FormEncoding.decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : FormEncoding.decode(pair.substring(equals + 1));
            if (!seen.add(field)) {
                throw new RefusedException(Refusal.MALFORMED_BODY, "The form has a field twice.");
            }
            set(request, field, value);
        }
        requireForm(seen, text);
        return request.build();
    }

    private static void set(StsRequestBuilder request, String field, String value) {
        boolean object = field.equals("privateClaims") || field.equals("secureCustomData");
        if (!object || !value.isBlank()) {
            request.set(field, object ? Kind.OBJECT : Kind.TEXT, value);
        }
    }

    /** What curl makes of -d '{"identity":…}' without a content type. */
    private static void requireForm(Set<String> seen, String text) {
        if (text.strip().startsWith("{") && seen.stream().noneMatch(StsRequestBuilder::knows)) {
            throw new RefusedException(
                    Refusal.UNSUPPORTED_MEDIA_TYPE,
                    "The body looks like JSON but is declared a form: send it with Content-Type: application/json.");
        }
    }
}
