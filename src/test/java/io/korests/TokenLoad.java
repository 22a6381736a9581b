package io.korests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers who ask for tokens without a pause, over connections that stay open, while secrets change. */
public final class TokenLoad implements AutoCloseable {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final HttpRequest request;
    private final ExecutorService callers;
    private final long start = System.nanoTime();
    private volatile int oldest;
    private volatile int newest;
    private volatile boolean stopped;
    private volatile long end;

    private TokenLoad(HttpRequest request, int callers) {
        this.request = request;
        this.callers = Executors.newFixedThreadPool(callers);
    }

    /** @param gatewaySecret what the service knows its gateway by */
    public static TokenLoad start(int port, int callers, String gatewaySecret) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/users/sts"))
                .header("Content-Type", "application/json")
                .header("X-Gateway-Secret", gatewaySecret)
                .header("X-Forwarded-User", "jane@example.com")
                .POST(BodyPublishers.ofString("{\"identity\":\"jane@example.com\"}"))
                .build();
        TokenLoad load = new TokenLoad(request, callers);
        for (int i = 0; i < callers; i++) {
            load.callers.execute(load::ask);
        }
        return load;
    }

    private void ask() {
        while (!stopped) {
            int from = oldest;
            long asked = System.nanoTime();
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                long nanos = System.nanoTime() - asked;
                if (response.statusCode() == 200) {
                    answers.add(new Answer(response.body(), from, newest, nanos));
                } else {
                    failures.add(response.statusCode() + " " + response.body());
                }
            } catch (IOException | InterruptedException exception) {
                failures.add(exception + " after " + (System.nanoTime() - asked) / 1_000_000 + " ms, at "
                        + (System.nanoTime() - start) / 1_000_000 + " ms of the load");
            }
            answered.incrementAndGet();
        }
    }

    /** From now on that secret may be in use. */
    public void changing(int secret) {
        newest = secret;
    }

    /** From now on no older secret may be in use. */
    public void changed(int secret) {
        oldest = secret;
    }

    public int answered() {
        return answered.get();
    }

    public void stop() throws InterruptedException {
        stopped = true;
        callers.shutdown();
        if (!callers.awaitTermination(20, TimeUnit.SECONDS)) {
            throw new AssertionError("a caller waits for an answer");
        }
        end = System.nanoTime();
    }

    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Tokens that verify with none of the secrets that were in force between question and answer. */
    public List<String> signedOtherwise(List<String> secrets) {
        return answers.stream()
                .filter(answer ->
                        secrets.subList(answer.from(), answer.to() + 1).stream().noneMatch(answer::isSignedWith))
                .map(Answer::body)
                .toList();
    }

    public String figures() {
        long[] nanos = answers.stream().mapToLong(Answer::nanos).sorted().toArray();
        double seconds = (end - start) / 1e9;
        return String.format(
                Locale.ROOT,
                "%d tokens in %.1f s (%.0f a second), median %.2f ms, 99 %% within %.2f ms, longest %.0f ms, %d failed",
                nanos.length,
                seconds,
                nanos.length / seconds,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6,
                failures.size());
    }

    @Override
    public void close() {
        stopped = true;
        callers.shutdownNow();
    }

    private record Answer(String body, int from, int to, long nanos) {

        boolean isSignedWith(String secret) {
            String jwt = body.replaceFirst("^\\{\"jwt\":\"([^\"]+)\"}$", "$1");
            try {
                VerifiedToken.verify(jwt, "HS256", secret);
                return true;
            } catch (AssertionError wrong) {
                return false;
            }
        }
    }
}
