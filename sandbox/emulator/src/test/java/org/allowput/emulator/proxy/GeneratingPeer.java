package org.allowput.emulator.proxy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.allowput.emulator.local.ServerTls;

/**
 * Not S3 and no emulator of it: an HTTPS endpoint for measurements, whose objects are zeros, made up when they are read
 * and compared by their CRC32 when they are written, so that gigabytes cost it no memory. The object under key
 * {@code bytes-N} has N bytes. It checks no signature.
 */
public final class GeneratingPeer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final String E_TAG = "\"zeros\"";
    private static final byte[] ZEROS = new byte[64 * 1024];
    private static final String CREDENTIALS = """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
        <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>none</SecretAccessKey>\
        <SessionToken>none</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>\
        </Credentials></AssumeRoleResult></AssumeRoleResponse>\
        """;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Long> arrived = new ConcurrentHashMap<>();

    /** How many bytes the parts have of the only upload to each path. */
    private final Map<String, Long> uploads = new ConcurrentHashMap<>();

    private GeneratingPeer(HttpsServer server) {
        this.server = server;
    }

    /** Starts one on a free port of the loopback address, with the certificate and key in that folder. */
    public static GeneratingPeer start(Path certificate) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        GeneratingPeer peer = new GeneratingPeer(server);
        server.setHttpsConfigurator(
                new HttpsConfigurator(ServerTls.of(certificate).context()));
        server.setExecutor(peer.threads);
        server.createContext("/", peer::handle);
        server.start();
        return peer;
    }

    public URI endpoint() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How long the object is that was written under that path, {@code /bucket/key}, if one was. */
    public Optional<Long> arrived(String path) {
        return Optional.ofNullable(arrived.get(path));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> read(exchange, size(path));
                case "PUT" -> write(exchange, path, query);
                default -> {
                    exchange.getRequestBody().readAllBytes();
                    byte[] answer = posted(path, query).getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/xml");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                }
            }
        }
    }

    /** The answer to AssumeRole, to the creation of an upload, or to its completion. */
    private String posted(String path, String query) {
        if (path.equals("/")) {
            return CREDENTIALS;
        }
        if (query.contains("uploadId=")) {
            arrived.put(path, uploads.getOrDefault(path, 0L));
            return "<CompleteMultipartUploadResult><ETag>&quot;done&quot;</ETag></CompleteMultipartUploadResult>";
        }
        uploads.put(path, 0L);
        return "<InitiateMultipartUploadResult><UploadId>upload</UploadId></InitiateMultipartUploadResult>";
    }

    private static long size(String path) {
        return Long.parseLong(path.replaceFirst(".*/bytes-(\\d+).*", "$1"));
    }

    private static void read(HttpExchange exchange, long size) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("ETag", E_TAG);
        headers.set("Content-Type", "application/octet-stream");
        headers.set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        boolean whole = !range.matches();
        long length = whole ? size : Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1;
        if (whole) {
            headers.set("x-amz-checksum-crc32", crc32OfZeros(size));
            headers.set("x-amz-checksum-type", "FULL_OBJECT");
        } else {
            headers.set("Content-Range", "bytes " + range.group(1) + "-" + range.group(2) + "/" + size);
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Long.toString(size));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(whole ? 200 : 206, length);
        OutputStream out = exchange.getResponseBody();
        for (long left = length; left > 0; left -= ZEROS.length) {
            out.write(ZEROS, 0, (int) Math.min(ZEROS.length, left));
        }
    }

    /** An object, or a part of one. */
    private void write(HttpExchange exchange, String path, String query) throws IOException {
        CRC32 crc = new CRC32();
        long length = receive(exchange, crc);
        if (!base64(crc).equals(crc32OfZeros(length))) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        if (query.contains("uploadId=")) {
            uploads.merge(path, length, Long::sum);
        } else {
            arrived.put(path, length);
        }
        exchange.getResponseHeaders().set("ETag", E_TAG);
        exchange.getResponseHeaders().set("x-amz-checksum-crc32", base64(crc));
        exchange.sendResponseHeaders(200, -1);
    }

    /** Gives how many bytes there were, without the framing of {@code aws-chunked}. */
    private static long receive(HttpExchange exchange, CRC32 crc) throws IOException {
        InputStream in = exchange.getRequestBody();
        Headers headers = exchange.getRequestHeaders();
        OutputStream summed = new CheckedOutputStream(OutputStream.nullOutputStream(), crc);
        String decoded = headers.getFirst("x-amz-decoded-content-length");
        if (decoded == null) {
            long length = Long.parseLong(headers.getFirst("Content-Length"));
            Body.AS_IT_IS.forward(in, summed, length);
            return length;
        }
        for (long chunk = Long.parseLong(Body.line(in), 16); chunk > 0; chunk = Long.parseLong(Body.line(in), 16)) {
            Body.AS_IT_IS.forward(in, summed, chunk);
            Body.line(in);
        }
        in.readAllBytes();
        return Long.parseLong(decoded);
    }

    private static String crc32OfZeros(long length) {
        CRC32 crc = new CRC32();
        for (long left = length; left > 0; left -= ZEROS.length) {
            crc.update(ZEROS, 0, (int) Math.min(ZEROS.length, left));
        }
        return base64(crc);
    }

    private static String base64(CRC32 crc) {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
