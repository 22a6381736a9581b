package io.korests.caller;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/** Gets documents of the identity provider, each within a total deadline and a size. Redirects are not followed. */
final class ProviderRequests {

    /** Key sets of large providers are some 10 KiB. */
    static final int LARGEST = 512 * 1024;

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final List<MediaType> JSON =
            List.of(MediaType.APPLICATION_JSON, new MediaType("application", "jwk-set+json"));

    private final JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(DEADLINE)
            .build());

    ProviderRequests() {
        // From the first byte of the request to the last one of the answer.
        requests.setReadTimeout(DEADLINE);
    }

    /**
     * @return the document; empty if the provider says that there is none (4xx)
     * @throws IOException if it answers otherwise, too late, too much or not at all
     */
    Optional<String> get(URI address) throws IOException {
        ClientHttpRequest request = requests.createRequest(address, HttpMethod.GET);
        request.getHeaders().setAccept(JSON);
        try (ClientHttpResponse response = request.execute()) {
            HttpStatusCode status = response.getStatusCode();
            if (status.is4xxClientError()) {
                return Optional.empty();
            }
            if (status.value() != 200) {
                throw new IOException(address + " answers with status " + status.value());
            }
            return Optional.of(body(address, response));
        }
    }

    private static String body(URI address, ClientHttpResponse response) throws IOException {
        byte[] body = response.getBody().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new IOException(address + " answers with more than " + LARGEST + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
