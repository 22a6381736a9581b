package io.korests.explain;

import io.korests.PlatformProperties;
import io.korests.client.ClientApp;
import io.korests.explain.Explainer.Found;
import io.korests.json.StrictJson;
import io.korests.problem.Refusal.RefusedException;
import io.korests.token.TokenIssuer;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Asks Kore's platform whether it takes a token, as the web SDK does (kore-web-sdk 10.1.12, {@code jwtgrant}), with a total
 * deadline and a size limit. Redirects are not followed; the JDK's proxy settings count. Safe for use by many threads.
 */
public final class Platform {
    private static final int LARGEST = 64 * 1024;
    private static final int LONGEST_WORDS = 300;
    private static final JsonMapper JSON = new JsonMapper(StrictJson.factory(32, LARGEST));

    private final TokenIssuer tokens;
    private final JdkClientHttpRequestFactory requests;

    /** @param deadline for each request, up to the last byte of the response */
    Platform(TokenIssuer tokens, Duration deadline) {
        this.tokens = tokens;
        requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(deadline)
                .build());
        requests.setReadTimeout(deadline);
    }

    /**
     * Mints a token for a random anonymous user and sends it, which makes that user at Kore.
     *
     * @param client with a platform
     * @param otherUrl an https address, or one of loopback, instead of the client's own; or null
     */
    public Answer ask(ClientApp client, @Nullable String otherUrl) {
        PlatformProperties bot = Objects.requireNonNull(client.platform());
        String apiUrl = otherUrl != null ? otherUrl : Objects.requireNonNull(bot.apiUrl());
        URI address = URI.create(apiUrl + (apiUrl.endsWith("/") ? "" : "/") + "oAuth/token/jwtgrant");
        try {
            Map<String, ?> body = Map.of(
                    "assertion",
                    tokens.issueTrial(client),
                    "botInfo",
                    Map.of("chatBot", String.valueOf(bot.botName()), "taskBotId", String.valueOf(bot.botId())),
                    "token",
                    Map.of());
            return post(address, JSON.writeValueAsBytes(body));
        } catch (RefusedException refused) {
            return Answer.notReached("no token could be signed: " + refused.detail());
        } catch (IOException failure) {
            return Answer.notReached(address.getHost() + through(address) + ": " + why(failure));
        }
    }

    private Answer post(URI address, byte[] body) throws IOException {
        ClientHttpRequest request = requests.createRequest(address, HttpMethod.POST);
        request.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        request.getHeaders().setAccept(List.of(MediaType.APPLICATION_JSON));
        request.getBody().write(body);
        try (ClientHttpResponse response = request.execute()) {
            int status = response.getStatusCode().value();
            byte[] answer = response.getBody().readNBytes(LARGEST + 1);
            JsonNode json = answer.length > LARGEST ? MissingNode.getInstance() : JSON.readTree(answer);
            return Answer.of(status, json);
        } catch (JacksonException notJson) {
            return Answer.notReached(
                    address.getHost() + " answers with something else than JSON: is this Kore's address?");
        }
    }

    private static String through(URI address) {
        ProxySelector proxies = ProxySelector.getDefault();
        return proxies == null
                ? ""
                : proxies.select(address).stream()
                        .filter(proxy -> proxy.address() != null)
                        .findFirst()
                        .map(proxy -> " through the proxy " + proxy.address())
                        .orElse("");
    }

    private static String why(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "no host has this name";
            }
            if (cause instanceof HttpTimeoutException) {
                return "no answer in time";
            }
            if (cause instanceof SSLException) {
                return "TLS failed: is its certificate trusted by this Java runtime, or does a proxy replace it?";
            }
        }
        return "the connection cannot be made, or breaks";
    }

    public enum Outcome {
        TAKEN,
        REFUSED,
        NOT_REACHED
    }

    /**
     * What Kore answers.
     *
     * @param words who the user is to Kore, Kore's own words of refusal, or why it was not reached
     * @param explained what is behind a refusal, or null
     */
    public record Answer(
            Outcome outcome, String words, @Nullable Found explained) {
        private static Answer of(int status, JsonNode body) {
            JsonNode identity = body.path("userInfo").path("identity");
            JsonNode refusal = body.path("errors").path(0).path("msg");
            if (status == 200 && identity.isString()) {
                return new Answer(Outcome.TAKEN, printable(identity), null);
            }
            if (status >= 400 && status < 500 && refusal.isString()) {
                return new Answer(Outcome.REFUSED, printable(refusal), Finding.behind(refusal.stringValue()));
            }
            return notReached("an answer with status " + status + " that is not Kore's: is this Kore's address?");
        }

        /** For people, on one line. */
        public String text() {
            return switch (outcome) {
                case TAKEN -> "taken, as " + words;
                case REFUSED ->
                    "refused: \"" + words + '"'
                            + (explained == null ? "" : ' ' + explained.sentence() + ' ' + explained.fix());
                case NOT_REACHED -> "not reached: " + words;
            };
        }

        private static Answer notReached(String why) {
            return new Answer(Outcome.NOT_REACHED, why, null);
        }

        private static String printable(JsonNode text) {
            return Explainer.printable(text.stringValue(), LONGEST_WORDS);
        }
    }
}
