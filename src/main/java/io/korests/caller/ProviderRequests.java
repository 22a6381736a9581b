package io.korests.caller;

import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import io.korests.config.SecureAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/** Reads documents of the identity provider, with a total deadline and a size limit. Redirects are not followed. */
final class ProviderRequests {
    /** Key sets of large providers are some 10 KiB. */
    static final int LARGEST = 512 * 1024;

    private static final List<MediaType> JSON =
            List.of(MediaType.APPLICATION_JSON, new MediaType("application", "jwk-set+json"));

    private final JdkClientHttpRequestFactory requests;

    /**
     * @param deadline for each request, up to the last byte of the response
     * @param tls by which the provider is trusted; null for what Java trusts
     */
    ProviderRequests(Duration deadline, @Nullable SSLContext tls) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(deadline);
        requests = new JdkClientHttpRequestFactory((tls == null ? client : client.sslContext(tls)).build());
        requests.setReadTimeout(deadline);
    }

    /**
     * @return the document; empty for a 4xx status
     * @throws JWKSetUnavailableException for any other status, and for a response that is too late, too large or missing
     */
    Optional<String> get(URI address) throws JWKSetUnavailableException {
        if (!SecureAddress.isAllowed(address.toString())) {
            throw ProviderTrouble.NOT_HTTPS.at(address);
        }
        try {
            return response(address);
        } catch (IOException failure) {
            throw ProviderTrouble.of(failure).at(address);
        }
    }

    private Optional<String> response(URI address) throws IOException, JWKSetUnavailableException {
        ClientHttpRequest request = requests.createRequest(address, HttpMethod.GET);
        request.getHeaders().setAccept(JSON);
        try (ClientHttpResponse response = request.execute()) {
            HttpStatusCode status = response.getStatusCode();
            if (status.is4xxClientError()) {
                return Optional.empty();
            }
            if (status.value() != 200) {
                throw ProviderTrouble.FAILS.at(address, Integer.toString(status.value()));
            }
            byte[] body = response.getBody().readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                throw ProviderTrouble.TOO_LARGE.at(address);
            }
            return Optional.of(new String(body, StandardCharsets.UTF_8));
        }
    }
}
