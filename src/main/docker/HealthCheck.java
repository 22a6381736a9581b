import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The image's health check: asks the liveness probe on the management port and exits with 0 where it answers 200, otherwise with
 * 1 and a sentence. It stands in for curl, which the image does not carry, and speaks HTTP over a bare socket because that loads
 * a tenth of the classes of an HTTP client.
 */
public final class HealthCheck {

    private static final String PORT_VARIABLE = "MANAGEMENT_SERVER_PORT";
    private static final int TIMEOUT_MILLIS = 3000;

    private HealthCheck() {}

    public static void main(String[] arguments) {
        String port = System.getenv().getOrDefault(PORT_VARIABLE, "7001");
        try {
            String status = ask(Integer.parseInt(port));
            if (status == null || !status.matches("HTTP/1\\.[01] 200( .*)?")) {
                fail(port, "answered " + status);
            }
        } catch (IOException | NumberFormatException problem) {
            fail(port, problem.toString());
        }
    }

    private static String ask(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            String request = "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        }
    }

    private static void fail(String port, String reason) {
        System.err.println("The liveness probe on port " + port + " failed: " + reason);
        System.exit(1);
    }
}
