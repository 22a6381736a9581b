import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes the image's AOT cache while the image is built: starts the service with {@code -XX:AOTCacheOutput}, has it mint tokens,
 * and stops it, whereupon Java writes the cache. The secret and the key are made here, live in the service's environment alone
 * and are of no use afterwards; the cache is searched for them all the same.
 *
 * <p>Arguments: the cache to write, then Java's command line for the service without the word {@code java}.
 */
public final class TrainingRun {

    /** A few: what runs often here, Java would compile at each start before it is asked for. */
    private static final int TOKENS = 5;
    private static final int START_SECONDS = 120;
    private static final String SECRET = randomSecret();

    private TrainingRun() {}

    public static void main(String[] arguments) throws Exception {
        Path cache = Path.of(arguments[0]);
        String key = rsaKey();
        int port = freePort();
        int managementPort = freePort();
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(ProcessHandle.current().info().command().orElse("java"));
        builder.command().add("-XX:AOTCacheOutput=" + cache);
        builder.command().add("-Xlog:aot=error");
        builder.command().addAll(List.of(arguments).subList(1, arguments.length));
        builder.environment().putAll(settings(key, port, managementPort));
        Process service = builder.inheritIO().start();
        try {
            awaitReady(service, managementPort);
            mint(port);
        } finally {
            service.destroy();
            service.waitFor(START_SECONDS, TimeUnit.SECONDS);
            service.destroyForcibly();
        }
        check(cache, key);
    }

    private static Map<String, String> settings(String key, int port, int managementPort) {
        return Map.ofEntries(
                Map.entry("SERVER_PORT", String.valueOf(port)),
                Map.entry("MANAGEMENT_SERVER_PORT", String.valueOf(managementPort)),
                Map.entry("STS_DRAIN", "0s"),
                Map.entry("STS_CALLER_MODE", "open"),
                Map.entry("STS_DEFAULTCLIENT", "hmac"),
                Map.entry("STS_CLIENTS_HMAC_CLIENTID", "cs-hmac"),
                Map.entry("STS_CLIENTS_HMAC_ALGORITHM", "HS256"),
                Map.entry("STS_CLIENTS_HMAC_CLIENTSECRET", SECRET),
                Map.entry("STS_CLIENTS_RSA_CLIENTID", "cs-rsa"),
                Map.entry("STS_CLIENTS_RSA_ALGORITHM", "RS256"),
                Map.entry("STS_CLIENTS_RSA_PRIVATEKEY", key));
    }

    private static String randomSecret() {
        byte[] bytes = new byte[48];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String rsaKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        String type = "PRIVATE KEY-----";
        return "-----BEGIN " + type + "\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key) + "\n-----END " + type;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process service, int managementPort) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end && service.isAlive()) {
            try {
                if (get("http://127.0.0.1:" + managementPort + "/actuator/health/readiness") == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // The port is not open yet.
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("The service did not become ready within " + START_SECONDS + " s");
    }

    private static void mint(int port) throws IOException {
        String url = "http://127.0.0.1:" + port + "/api/users/sts";
        for (int i = 0; i < TOKENS; i++) {
            expectToken(post(url, "application/json", "{\"identity\":\"someone-" + i + "\",\"isAnonymous\":false}"));
            expectToken(post(url, "application/x-www-form-urlencoded", "clientId=cs-rsa&clientSecret=&identity=someone&isAnonymous=false"));
        }
    }

    private static void expectToken(HttpURLConnection answer) throws IOException {
        String body = new String(answer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.startsWith("{\"jwt\":\"")) {
            throw new IllegalStateException("The service answered without a token: " + answer.getResponseCode());
        }
    }

    private static HttpURLConnection post(String url, String type, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", type);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        return connection;
    }

    private static int get(String url) throws IOException {
        return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode();
    }

    private static void check(Path cache, String key) throws IOException {
        String content = Files.readString(cache, StandardCharsets.ISO_8859_1);
        String lineOfKey = key.lines().skip(1).findFirst().orElseThrow();
        if (content.contains(SECRET) || content.contains(lineOfKey)) {
            Files.delete(cache);
            throw new IllegalStateException("The AOT cache holds the secret of the training run");
        }
        System.out.println("AOT cache: " + Files.size(cache) / (1 << 20) + " MiB");
    }
}
