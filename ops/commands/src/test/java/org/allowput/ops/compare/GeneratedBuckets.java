package org.allowput.ops.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;

/**
 * A source bucket and its receipts, ten an object, as many as wanted: a server on the loopback address that makes up
 * lists and objects as they are asked for. Of each hundred keys one has no receipt, one a receipt of another version,
 * and one was gone before it was copied.
 */
final class GeneratedBuckets implements AutoCloseable {
    static final String SOURCE = "source";
    static final String RECEIPTS = "receipts-bucket";

    private static final int PAGE = 1000;
    private static final int BATCH = 10;
    private static final Instant CHANGED = Instant.parse("2026-01-31T10:00:00Z");

    private final int keys;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    GeneratedBuckets(int keys) throws IOException {
        this.keys = keys;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    static String key(int number) {
        return "in/%08d with some name.csv".formatted(number);
    }

    int receiptObjects() {
        return (keys + BATCH - 1) / BATCH;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/", 3);
            String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
            byte[] body;
            if (path.length == 3 && !path[2].isEmpty()) {
                body = receipts(Integer.parseInt(path[2].replaceAll(".*-request-(\\d+)\\.jsonl\\.gz", "$1")));
            } else if (path[1].equals(SOURCE)) {
                body = page(query, keys, GeneratedBuckets::key).getBytes(UTF_8);
            } else if (parameter("delimiter", query).isPresent()) {
                body = page(query, 0, GeneratedBuckets::receiptKey).getBytes(UTF_8);
            } else {
                body = page(query, receiptObjects(), GeneratedBuckets::receiptKey)
                        .getBytes(UTF_8);
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The value of a parameter of a request. */
    private static Optional<String> parameter(String name, String query) {
        return Stream.of(query.split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    private static String page(String query, int count, IntFunction<String> key) {
        int from = Integer.parseInt(parameter("continuation-token", query).orElse("0"));
        int to = Math.min(count, from + PAGE);
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>" + (to < count) + "</IsTruncated>");
        if (to < count) {
            xml.append("<NextContinuationToken>").append(to).append("</NextContinuationToken>");
        }
        String prefix = parameter("prefix", query).orElse("");
        for (int i = from; i < to; i++) {
            boolean gone = key.apply(i).startsWith("in/") && i % 100 == 2;
            if (gone || !key.apply(i).startsWith(prefix)) {
                continue;
            }
            xml.append(
                    "<Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>\"%s\"</ETag><Size>%d</Size></Contents>"
                            .formatted(key.apply(i), CHANGED, "tag" + i, i));
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private static String receiptKey(int number) {
        return Receipts.key(Receipts.PREFIX, CHANGED.plusMillis(number), "request-" + number);
    }

    private byte[] receipts(int number) {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = number * BATCH; i < Math.min(keys, (number + 1) * BATCH); i++) {
            Instant written = CHANGED.plusMillis(number);
            Receipt copied =
                    TestReceipts.copied(key(i), i % 100 == 1 ? "another" : "tag" + i, CHANGED, CHANGED, written, 1);
            if (i % 100 == 2) {
                receipts.add(TestReceipts.gone(key(i), written));
            } else if (i % 100 != 0) {
                receipts.add(copied);
            }
        }
        return Receipts.write(receipts);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
