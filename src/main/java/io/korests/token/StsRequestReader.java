package io.korests.token;

import io.korests.StsProperties;
import jakarta.servlet.http.HttpServletRequest;

/** One clean request from whatever the SDKs send: JSON, a form, or nothing at all. */
final class StsRequestReader {

    private final RequestBody bodies;
    private final JsonRequestReader json;

    StsRequestReader(StsProperties.Limits limits) {
        this.bodies = new RequestBody(limits);
        this.json = new JsonRequestReader(limits);
    }

    /**
     * The query is never read: it ends up in the logs of everything on the way.
     *
     * @throws RefusedException if the body cannot be read
     */
    StsRequest read(HttpServletRequest http) {
        MediaTypes.requireJsonAccepted(http);
        MediaTypes.requirePlain(http);
        String body = bodies.read(http);
        if (body.isBlank()) {
            // The oldest web SDK posts nothing but a bearer token.
            return StsRequest.EMPTY;
        }
        return MediaTypes.isJson(http) ? json.read(body) : FormRequestReader.read(body);
    }
}
