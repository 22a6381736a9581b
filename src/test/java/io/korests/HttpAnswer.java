package io.korests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came back on the wire.
 *
 * @param head the status line and the headers, one a line
 */
public record HttpAnswer(int status, List<String> head, byte[] body) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Reads one answer, and no further: the connection may stay open. */
    static HttpAnswer read(InputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
        }
        if (head.isEmpty() || !head.get(0).matches("HTTP/1\\.1 \\d{3}.*")) {
            throw new IllegalStateException("not an HTTP answer: " + head);
        }
        int status = Integer.parseInt(head.get(0).substring(9, 12));
        HttpAnswer answer = new HttpAnswer(status, List.copyOf(head), new byte[0]);
        return new HttpAnswer(status, answer.head, answer.readBody(in));
    }

    private byte[] readBody(InputStream in) throws IOException {
        if (all("transfer-encoding").contains("chunked")) {
            return dechunked(in);
        }
        String length = header("content-length");
        return length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    }

    private static byte[] dechunked(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line(in), 16);
            body.writeBytes(in.readNBytes(length));
            line(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n' && octet >= 0; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Every value of a header, in the order they came. */
    public List<String> all(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ':';
        List<String> values = new ArrayList<>();
        for (String line : head) {
            if (line.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                values.add(line.substring(prefix.length()).strip());
            }
        }
        return values;
    }

    /** A header that stands once; empty text if it does not stand at all. */
    public String header(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new AssertionError(name + " stands " + values.size() + " times: " + values);
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return JSON.readTree(body);
    }

    /** The token; fails unless this is a 200 with one. */
    public String jwt() {
        if (status != 200) {
            throw new AssertionError("no token but " + this);
        }
        return json().get("jwt").stringValue();
    }

    /** Everything, for a failed assertion's message. */
    @Override
    public String toString() {
        return String.join("\n", head) + "\n\n" + text();
    }
}
