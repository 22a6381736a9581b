package io.korests.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.korests.HalfSent;
import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestIdentityProvider;
import io.korests.TestKeys;
import io.korests.problem.Refusal;
import io.korests.vault.TestVault;
import io.korests.vault.VaultFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole service, every logger at TRACE, with secrets that are marked: no part of one is in any byte that it writes or
 * answers, whatever is asked and whatever goes wrong; nor is a token, but in its own answer. Its own answer to a defect is
 * {@code StsControllerTests}' matter.
 */
class CanaryIT {

    @TempDir
    Path folder;

    private final Canaries canaries = new Canaries();
    private final Requests requests = new Requests(canaries.word("what a caller sends"));
    private final String jane = canaries.word("an identity");
    private final TestVault vault = TestVault.start();
    private final MarkedConfiguration configuration = new MarkedConfiguration(canaries, vault);

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void behindAGatewayWithVault() throws Exception {
        StringBuffer traces = new StringBuffer();
        HttpServer collector = collector(traces);
        Map<String, String> properties = configuration.withAppRole(folder);
        properties.put(
                "management.opentelemetry.tracing.export.otlp.endpoint",
                "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
        properties.put("management.tracing.sampling.probability", "1");
        String hashKey = canaries.secret("the key of the audit's hashes");
        try (WatchedService service =
                new WatchedService(canaries, folder, properties, "--sts.audit.hash-key=" + hashKey)) {
            succeed(service);
            refuse(service);
            tryEveryFaultOfVault(service);
            spoilTheSecretInVault(service);
            service.stop();

            assertThat(service.refusals())
                    .containsExactlyInAnyOrderElementsOf(codesWithout(
                            Refusal.INTERNAL_ERROR, Refusal.MISSING_IDENTITY, Refusal.PROVIDER_UNAVAILABLE));
            assertThat(service.output())
                    .contains("WARN  ServedCredentials", "token granted", "token refused", "signing-unavailable");
            assertThat(traces.toString()).contains("kore-sts");
            assertNoneIsIn(service.everything() + traces);
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void withBearerTokens() {
        TestIdentityProvider provider = TestIdentityProvider.shared();
        Map<String, String> properties = new HashMap<>(provider.configuration());
        properties.put("sts.clients.travel.client-secret", configuration.vaultSecret());
        properties.put("sts.audit.identity", "omitted");
        properties.put("logging.structured.format.console", "ecs");
        String bearer = provider.token(jane);
        canaries.watch("a bearer token", bearer.substring(bearer.indexOf('.') + 1));
        try (WatchedService service = new WatchedService(canaries, folder, properties)) {
            HttpCall proven = requests.post().header("Authorization", "Bearer " + bearer);
            assertThat(service.send(proven.json(requests.json(""))).status()).isEqualTo(200);
            assertThat(service.send(proven.form(requests.form("&identity=" + jane)))
                            .status())
                    .isEqualTo(200);
            String changed = bearer.substring(0, bearer.length() - 8) + "AAAAAAAA";
            service.send(requests.post().header("Authorization", "Bearer " + changed));
            service.send(proven.header("Authorization", "Bearer " + bearer));
            service.send(requests.post().form("access_token=" + bearer));
            requests.unproven().forEach(service::send);
            requests.refusedFor(proven).forEach(service::send);
            requests.management().forEach(service::manage);
            service.stop();

            assertThat(service.output()).contains("bearer-token", "unproven-caller");
            assertNoneIsIn(service.everything());
        }
    }

    @Test
    void inOpenModeWithATokenForVault() throws IOException {
        Map<String, String> properties = configuration.withToken(folder);
        try (WatchedService service = new WatchedService(canaries, folder, properties)) {
            assertThat(service.send(requests.post().json(requests.json(",\"identity\":\"" + jane + "\"")))
                            .status())
                    .isEqualTo(200);
            requests.unproven().forEach(service::send);
            requests.refusedFor(requests.post()).forEach(service::send);
            vault.operator().revokeTokens();
            requests.management().forEach(service::manage);
            service.stop();

            assertThat(service.refusals()).contains("missing-identity");
            assertThat(service.output()).contains("Vault refuses access (403)");
            assertNoneIsIn(service.everything());
        }
    }

    @Test
    void whenTheConfigurationIsChecked() throws IOException {
        try (WatchedService check = new WatchedService(
                canaries, folder, configuration.withAppRole(folder), "check-config", "--sts.audit.identity=omitted")) {
            assertThat(check.end()).isZero();
            assertThat(check.output()).contains("Every client can sign.");
            assertNoneIsIn(check.output());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FORBIDDEN", "GARBAGE", "TRUNCATED"})
    void whenItCannotStart(VaultFault fault) throws IOException {
        Map<String, String> properties = configuration.withAppRole(folder);
        properties.put("sts.audit.identity", "omitted");
        vault.leak(configuration.vaultSecret());
        vault.fail("secret/data/", fault);
        try (WatchedService service = new WatchedService(canaries, folder, properties)) {
            assertThat(service.end()).isEqualTo(1);
            assertThat(service.output()).contains("Vault ");
            assertNoneIsIn(service.output());
        }
    }

    /** A token for each client, in each way that there is to ask for one. */
    private void succeed(WatchedService service) {
        List<HttpCall> calls = List.of(
                proven(jane),
                proven(jane).json(requests.json(",\"identity\":\"" + jane + "\"")),
                proven(jane).form(requests.form("&identity=" + jane)),
                proven(jane).json(requests.json(",\"clientId\":\"cs-bank\"")),
                proven(jane).json(requests.json(",\"clientId\":\"cs-shop\"")),
                proven(jane).json(requests.json(",\"clientId\":\"cs-kore\"")),
                proven(jane)
                        .json(requests.json(
                                ",\"clientId\":\"cs-shop\",\"privateClaims\":{\"" + jane + "\":\"" + jane + "\"}")));
        assertThat(calls)
                .allSatisfy(call -> assertThat(service.send(call).status()).isEqualTo(200));
        String anonymous = service.send(requests.post().json(requests.json(",\"isAnonymous\":true")))
                .jwt();
        assertThat(service.send(proven(jane).json(requests.json(",\"anonymousJwt\":\"" + anonymous + "\"")))
                        .status())
                .isEqualTo(200);
        requests.management().forEach(service::manage);
        requests.others().forEach(service::send);
    }

    private void refuse(WatchedService service) throws IOException {
        requests.unproven().forEach(service::send);
        requests.refusedFor(proven(canaries.word("an identity"))).forEach(service::send);
        requests.refusedFor(requests.post()).forEach(service::send);
        requests.malformed().forEach(service::send);
        service.send(proven(jane).json(requests.json(",\"identity\":\"" + canaries.word("another identity") + "\"")));
        service.send(proven(jane).json(requests.json(",\"clientId\":\"cs-bank\",\"isAnonymous\":true")));
        service.send(proven(jane + ", " + jane));
        String limited = canaries.word("an identity that asks too often");
        for (int i = 0; i <= MarkedConfiguration.MOST_REQUESTS; i++) {
            service.send(proven(limited));
        }
        abandon(service);
        overload(service);
        trickle(service);
    }

    /** More requests than may be in work wait for a Vault that hangs. */
    private void overload(WatchedService service) {
        vault.fail(VaultFault.HANGING);
        List<CompletableFuture<HttpAnswer>> answers = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> proven(jane)
                                .json(requests.json(",\"clientId\":\"cs-kore\""))
                                .sendTo(service.port()),
                        command -> new Thread(command).start()))
                .limit(MarkedConfiguration.QUEUE + 4)
                .toList();
        List<HttpAnswer> refused = answers.stream()
                .map(CompletableFuture::join)
                .map(service::record)
                .toList();
        vault.heal();
        assertThat(refused).anyMatch(answer -> answer.text().contains("overloaded"));
    }

    /** Callers who send half of a body and go. */
    private void abandon(WatchedService service) {
        for (int i = 0; i < 3; i++) {
            HalfSent.takenOn(service.port(), 1000, requests.form("")).close();
        }
    }

    private void trickle(WatchedService service) {
        try (HalfSent sender = HalfSent.takenOn(service.port(), 10_000, requests.form(""))) {
            CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(sender::answer);
            for (int sent = 0; sent < 300 && !answer.isDone(); sent++) {
                sender.send("a");
                answer.copy()
                        .completeOnTimeout(null, 100, TimeUnit.MILLISECONDS)
                        .join();
            }
            service.record(answer.join());
        }
    }

    private void tryEveryFaultOfVault(WatchedService service) {
        vault.leak(configuration.vaultSecret());
        for (VaultFault fault : VaultFault.values()) {
            vault.fail(fault);
            service.send(proven(canaries.word("an identity")).json(requests.json(",\"clientId\":\"cs-kore\"")));
            HttpAnswer refreshed = service.refresh(requests.marked("POST", "/actuator/refresh"));
            assertThat(refreshed.status()).as(fault + ": " + refreshed).isEqualTo(503);
            service.manage(requests.marked("GET", "/actuator/health"));
            vault.heal();
        }
        assertThat(service.refresh(requests.marked("POST", "/actuator/refresh")).status())
                .isEqualTo(200);
    }

    private void spoilTheSecretInVault(WatchedService service) {
        String pem = TestKeys.pem(canaries.key("a broken key in Vault", TestKeys.rsa(2048, "broken")));
        String other = canaries.secret("another client secret in Vault");
        Stream.of(
                        Map.of("client-id", "cs-travel", "client-secret", other.substring(0, 20)),
                        Map.of("client-id", "cs-travel", "client-secret", other, "private-key", pem),
                        Map.of("client-id", "cs-travel", "client-secret", pem),
                        Map.of("client-id", "cs-travel", "client-secret", other, "algorithm", other),
                        Map.of("client-id", "cs-travel", "client-secret", other, "token-lifetime", other),
                        Map.of("client-id", "cs-travel", "client-secret", other, "private-claims", other),
                        Map.of("client-id", "cs-travel", "client-secrets", other),
                        Map.of("client-id", "cs-travel", "algorithm", "RS256", "private-key", pem.substring(0, 900)),
                        Map.of("client-id", "cs-travel", "algorithm", "RS256", "private-key", pem.replace("M", "N")))
                .forEach(secret -> {
                    vault.operator().putSecret("kore/travel", secret);
                    HttpAnswer refreshed = service.refresh(requests.marked("POST", "/actuator/refresh"));
                    assertThat(refreshed.status()).as(refreshed.toString()).isEqualTo(503);
                    service.manage(requests.marked("GET", "/actuator/health"));
                });
    }

    private HttpCall proven(String identity) {
        return requests.post()
                .header("X-Gateway-Secret", configuration.gatewaySecret())
                .header("X-Forwarded-User", identity)
                .header("Authorization", "Bearer undefined");
    }

    private static List<String> codesWithout(Refusal... refusals) {
        return Arrays.stream(Refusal.values())
                .filter(refusal -> !List.of(refusals).contains(refusal))
                .map(Refusal::code)
                .toList();
    }

    private void assertNoneIsIn(String text) {
        assertThat(canaries.in(text)).isEmpty();
        // How every token of Vault begins.
        assertThat(text).doesNotContain("hvs.");
    }

    private static HttpServer collector(StringBuffer traces) throws IOException {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            traces.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        return collector;
    }
}
