package io.korests.caller;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<MediaType> JSON =
            List.of(MediaType.APPLICATION_JSON, new MediaType("application", "jwk-set+json"));

    private final JdkClientHttpRequestFactory requests;

    /** @param deadline for each request, from its first byte to the last one of the answer */
    ProviderRequests(Duration deadline) {
        requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(deadline)
                .build());
        requests.setReadTimeout(deadline);
    }

    /** Whoever is on the way of plain HTTP could put in keys of their own. */
    static boolean isAllowed(String address) {
        try {
            URI uri = new URI(address);
            boolean complete = uri.getUserInfo() == null && uri.getFragment() == null && uri.getHost() != null;
            return complete
                    && ("https".equalsIgnoreCase(uri.getScheme())
                            || "http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /**
     * @return the document; empty if the provider says that there is none (4xx)
     * @throws IOException if it answers otherwise, too late, too much or not at all
     */
    Optional<String> get(URI address) throws IOException {
        try {
            return answer(address);
        } catch (IOException unread) {
            String reason = unread.getMessage();
            throw new IOException(
                    address + ": " + (reason == null ? unread.getClass().getSimpleName() : reason), unread);
        }
    }

    private Optional<String> answer(URI address) throws IOException {
        if (!isAllowed(address.toString())) {
            throw new IOException("is not an https address");
        }
        ClientHttpRequest request = requests.createRequest(address, HttpMethod.GET);
        request.getHeaders().setAccept(JSON);
        try (ClientHttpResponse response = request.execute()) {
            HttpStatusCode status = response.getStatusCode();
            if (status.is4xxClientError()) {
                return Optional.empty();
            }
            if (status.value() != 200) {
                throw new IOException("answers with status " + status.value());
            }
            return Optional.of(body(response));
        }
    }

    private static String body(ClientHttpResponse response) throws IOException {
        byte[] body = response.getBody().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new IOException("answers with more than " + LARGEST + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
