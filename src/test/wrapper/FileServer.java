import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves the files of a folder, says its port in the file {@code port} and notes each path asked for in {@code requests}. */
public final class FileServer {

    private FileServer() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]).toRealPath();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            Files.writeString(
                    folder.resolve("requests"),
                    path + "\n",
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
            Path file = folder.resolve(path.substring(1)).normalize();
            boolean found = file.startsWith(folder) && Files.isRegularFile(file);
            byte[] body = found ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(found ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Path port = folder.resolve("port");
        Files.writeString(folder.resolve("port.new"), String.valueOf(server.getAddress().getPort()));
        Files.move(folder.resolve("port.new"), port);
    }
}
