package io.korests.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The metrics as Prometheus gets them, from the whole service. */
class TokenMetricsTests {

    private final TestService service = TestService.with(TestClientApps.twoWithoutDefault());

    @Test
    void countsAttemptsAndRefusalsByClient() {
        double granted = value("sts_attempts_total{client=\"one\",outcome=\"granted\"}");
        double minted = value("sts_mint_seconds_count");
        double refused = value("sts_refusals_total{cause=\"none\",client=\"two\",reason=\"missing-identity\"}");
        double unknown = value("sts_refusals_total{cause=\"none\",client=\"none\",reason=\"unknown-client\"}");

        service.send(post().form("clientId=cs-one&identity=a"));
        service.send(post().form("clientId=cs-two"));
        service.send(post().form("clientId=cs-nobody&identity=a"));

        assertThat(value("sts_attempts_total{client=\"one\",outcome=\"granted\"}"))
                .isEqualTo(granted + 1);
        assertThat(value("sts_mint_seconds_count")).isEqualTo(minted + 1);
        assertThat(value("sts_refusals_total{cause=\"none\",client=\"two\",reason=\"missing-identity\"}"))
                .isEqualTo(refused + 1);
        assertThat(value("sts_refusals_total{cause=\"none\",client=\"none\",reason=\"unknown-client\"}"))
                .isEqualTo(unknown + 1);
        assertThat(value("sts_credentials_age_seconds")).isGreaterThanOrEqualTo(0);
        assertThat(prometheus()).contains("# TYPE sts_mint_seconds histogram");
    }

    @Test
    void getNoSeriesForAnythingThatIsSent() {
        send("warm-up");
        Set<String> before = series();

        for (int i = 0; i < 30; i++) {
            send("v" + i);
        }

        assertThat(series()).isEqualTo(before);
        assertThat(prometheus()).doesNotContain("v7");
    }

    /** Requests that carry the text wherever a text can stand. */
    private void send(String text) {
        service.send(post().form("clientId=cs-one&identity=" + text + "&aud=" + text));
        service.send(post().form("clientId=" + text + "&identity=a&unknown=" + text));
        service.send(post().form("clientId=cs-one&identity=a").origin("https://" + text + ".example"));
        service.send(post().form("clientId=cs-one&identity=a")
                .header("User-Agent", text)
                .header("X-" + text, text));
        service.send(post().form("clientId=cs-one&identity=a").header("Authorization", "Bearer " + text));
        service.send(HttpCall.of("GET", "/" + text));
        service.send(HttpCall.of("POST", "/api/users/sts/" + text));
        service.send(HttpCall.of("V" + text.toUpperCase(java.util.Locale.ROOT), "/api/users/sts"));
        service.send(HttpCall.of("V" + text.toUpperCase(java.util.Locale.ROOT), "/" + text));
    }

    /** Every series by its name and tags, but those of the Java runtime: its collector names what it did. */
    private Set<String> series() {
        return prometheus()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("jvm_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    private double value(String series) {
        return prometheus()
                .lines()
                .filter(line -> line.startsWith(series + ' '))
                .map(line -> line.substring(series.length() + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(0);
    }

    private String prometheus() {
        HttpAnswer answer = HttpCall.of("GET", "/actuator/prometheus").sendTo(service.managementPort());
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts");
    }
}
