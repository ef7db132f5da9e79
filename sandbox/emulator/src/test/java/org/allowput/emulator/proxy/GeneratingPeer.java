package org.allowput.emulator.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManager;
import org.allowput.emulator.local.ServerTls;

/**
 * Not S3 and no emulator of it: an HTTPS endpoint for measurements that makes up what is read and throws away what is
 * written, so that gigabytes cost it no memory. The object under key {@code bytes-N} has N bytes. What is written is
 * compared with that, byte for byte by its CRC32 and length, and refused otherwise; so are parts that are too small,
 * sizes and checksums that are not true, and versions that do not match. It checks no signature.
 */
public final class GeneratingPeer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final Pattern SIZE = Pattern.compile("/([^/]+)/bytes-(\\d+)[^?]*");
    private static final long SMALLEST_PART = 5L * 1024 * 1024;

    private final HttpsServer server;
    private final ServerTls tls;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Long> arrived = new ConcurrentHashMap<>();
    private final Map<String, Map<Integer, Long>> uploads = new ConcurrentHashMap<>();

    private GeneratingPeer(HttpsServer server, ServerTls tls) {
        this.server = server;
        this.tls = tls;
    }

    /** Starts one on a free port of the loopback address, with the certificate and key in that folder. */
    public static GeneratingPeer start(Path certificate) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        GeneratingPeer peer = new GeneratingPeer(server, ServerTls.of(certificate));
        server.setHttpsConfigurator(new HttpsConfigurator(peer.tls.context()));
        server.setExecutor(peer.threads);
        server.createContext("/", peer::handle);
        server.start();
        return peer;
    }

    public URI endpoint() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Whom a client of it has to trust. */
    public TrustManager[] trust() {
        return tls.trust().toArray(TrustManager[]::new);
    }

    /** How long the object is that was written under that path, {@code /bucket/key}, if one was. */
    public Optional<Long> arrived(String path) {
        return Optional.ofNullable(arrived.get(path));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            GeneratedAnswer answer;
            try {
                answer = answer(exchange);
            } catch (RefusedException e) {
                answer = GeneratedAnswer.xml(e.status(), "<Error><Code>" + e.getMessage() + "</Code></Error>");
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", Long.toString(answer.length()));
            }
            exchange.sendResponseHeaders(answer.status(), head || answer.length() == 0 ? -1 : answer.length());
            if (!head && answer.length() > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    answer.body().write(out);
                }
            }
        }
    }

    private GeneratedAnswer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        if (path.equals("/")) {
            return GeneratedAnswer.credentials();
        }
        Matcher named = SIZE.matcher(path);
        require(named.matches(), 404, "NoSuchKey");
        long size = Long.parseLong(named.group(2));
        require(header(exchange, "x-amz-expected-bucket-owner").isPresent(), 403, "AccessDenied");
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> read(exchange, size);
            case "PUT" -> query.contains("partNumber=") ? putPart(exchange, query, size) : put(exchange, path, size);
            case "POST" -> query.contains("uploadId=") ? complete(exchange, path, query, size) : begin(path);
            default -> throw new RefusedException(501, "NotImplemented");
        };
    }

    private static GeneratedAnswer read(HttpExchange exchange, long size) throws RefusedException {
        Generated whole = new Generated(0, size);
        Optional<String> match = header(exchange, "If-Match");
        require(match.isEmpty() || match.get().equals(whole.eTag()), 412, "PreconditionFailed");
        Optional<Matcher> range = header(exchange, "Range").map(RANGE::matcher).filter(Matcher::matches);
        if (range.isEmpty()) {
            return GeneratedAnswer.object(200, whole, size);
        }
        long first = Long.parseLong(range.get().group(1));
        long last = Long.parseLong(range.get().group(2));
        return GeneratedAnswer.object(206, new Generated(first, last - first + 1), size);
    }

    private GeneratedAnswer put(HttpExchange exchange, String path, long size) throws IOException {
        Generated whole = new Generated(0, size);
        require(Received.of(exchange).isExactly(whole), 400, "BadDigest");
        arrived.put(path, size);
        return new GeneratedAnswer(200, Map.of("ETag", whole.eTag()), 0, GeneratedAnswer.NOTHING);
    }

    private GeneratedAnswer begin(String path) {
        String id = "upload-" + (uploads.size() + 1) + "-" + path.hashCode();
        uploads.put(id, new ConcurrentHashMap<>());
        return GeneratedAnswer.xml(
                200, "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
    }

    private GeneratedAnswer putPart(HttpExchange exchange, String query, long size) throws IOException {
        Map<Integer, Long> parts = upload(query);
        int number = Integer.parseInt(query.replaceFirst(".*partNumber=(\\d+).*", "$1"));
        Received received = Received.of(exchange);
        // All parts but the last are of one size, so the part tells where it begins; the last one ends with the object.
        long first = (number - 1) * received.length();
        boolean last = first + received.length() >= size || received.length() < SMALLEST_PART;
        Generated part = new Generated(last ? size - received.length() : first, received.length());
        require(last || received.length() >= SMALLEST_PART, 400, "EntityTooSmall");
        require(received.isExactly(part), 400, "BadDigest");
        parts.put(number, received.length());
        return new GeneratedAnswer(
                200, Map.of("ETag", part.eTag(), "x-amz-checksum-crc32", part.crc32()), 0, GeneratedAnswer.NOTHING);
    }

    private GeneratedAnswer complete(HttpExchange exchange, String path, String query, long size) throws IOException {
        Map<Integer, Long> parts = upload(query);
        String named = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        long sum = parts.values().stream().mapToLong(Long::longValue).sum();
        require(named.split("<PartNumber>", -1).length - 1 == parts.size(), 400, "InvalidPart");
        require(named.split("<ChecksumCRC32>", -1).length - 1 == parts.size(), 400, "InvalidRequest");
        require(sum == size, 400, "IncompleteBody");
        require(
                header(exchange, "x-amz-mp-object-size").equals(Optional.of(Long.toString(size))),
                400,
                "InvalidRequest");
        arrived.put(path, size);
        return GeneratedAnswer.xml(
                200,
                "<CompleteMultipartUploadResult><ETag>&quot;done&quot;</ETag>" + "</CompleteMultipartUploadResult>");
    }

    private Map<Integer, Long> upload(String query) throws RefusedException {
        return Optional.ofNullable(uploads.get(query.replaceFirst(".*uploadId=([^&]+).*", "$1")))
                .orElseThrow(() -> new RefusedException(404, "NoSuchUpload"));
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static void require(boolean condition, int status, String code) throws RefusedException {
        if (!condition) {
            throw new RefusedException(status, code);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
