package io.korests.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * {@code health-check}: asks the liveness probe on the management port, on this machine only. The image runs it by its own {@code
 * main}, without any library, over a bare socket: an HTTP client would load ten times as many classes.
 */
final class HealthCheck {
    /** The variable that names the file in which the service leaves the address of its probe ({@link ServeCommand.ProbeAddress}). */
    static final String ADDRESS_FILE = "PROBE_ADDRESS_FILE";

    private static final int TIMEOUT_MILLIS = 1500;

    private HealthCheck() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out));
    }

    /** @return the exit code: 0 where the probe answers 200, otherwise 1, after a message */
    static int run(Map<String, String> environment, PrintStream out) {
        String address = address(environment);
        String failure = failure(address);
        if (failure.isEmpty()) {
            return 0;
        }
        out.println("The liveness probe at " + address + " failed: " + failure);
        return 1;
    }

    /** What the service wrote down, however it was set; without such a file the variable's port, or the default. */
    private static String address(Map<String, String> environment) {
        try {
            return Files.readString(Path.of(environment.getOrDefault(ADDRESS_FILE, "")))
                    .strip();
        } catch (IOException absent) {
            return "http://localhost:" + environment.getOrDefault("MANAGEMENT_SERVER_PORT", "7001")
                    + "/actuator/health/liveness";
        }
    }

    /** On both loopback addresses, since management.server.address may be either. */
    private static String failure(String address) {
        try {
            URI uri = URI.create(address);
            SocketFactory sockets = "https".equals(uri.getScheme()) ? tls() : SocketFactory.getDefault();
            String first = failure(sockets, "127.0.0.1", uri);
            String second = first.isEmpty() ? "" : failure(sockets, "::1", uri);
            return second.isEmpty() ? "" : first + "; " + second;
        } catch (IllegalArgumentException | GeneralSecurityException exception) {
            return "that is no address";
        }
    }

    /** @return empty where the probe answers 200 */
    private static String failure(SocketFactory sockets, String host, URI uri) {
        InetSocketAddress address = new InetSocketAddress(host, uri.getPort());
        try (Socket socket = sockets.createSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(address, TIMEOUT_MILLIS);
            String request = "GET " + uri.getRawPath() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return status != null && status.matches("HTTP/1\\.[01] 200( .*)?") ? "" : address + " answers " + status;
        } catch (IOException problem) {
            return address + ": " + problem.getMessage();
        }
    }

    /** Takes any certificate: none names this machine's own address, and nothing is sent that others may not see. */
    private static SocketFactory tls() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        return context.getSocketFactory();
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
