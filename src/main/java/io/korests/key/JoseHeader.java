package io.korests.key;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** The JOSE headers of signed tokens (RFC 7515 §4), as JSON text. */
final class JoseHeader {

    private JoseHeader() {}

    /** {@code {"alg":…,"typ":"JWT"}}, with {@code kid} only where one is configured: Kore's own samples send none. */
    static String jws(SigningAlgorithm algorithm, @Nullable String keyId) {
        String kid = keyId == null
                ? ""
                : ",\"kid\":\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(keyId)) + '"';
        return "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"" + kid + '}';
    }
}
