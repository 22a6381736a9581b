package io.korests.token;

import io.jsonwebtoken.io.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;

/**
 * Base64url without padding (RFC 7515 §2), for each section of a token at once. The streams of JJWT and of the JDK allocate
 * 8 KiB each. Safe for use by many threads; each of its streams is for one.
 */
final class Base64UrlEncoder implements Encoder<OutputStream, OutputStream> {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    @Override
    public OutputStream encode(OutputStream out) {
        return new ByteArrayOutputStream(320) {
            @Override
            public void close() throws IOException {
                out.write(BASE64URL.encode(toByteArray()));
            }
        };
    }
}
