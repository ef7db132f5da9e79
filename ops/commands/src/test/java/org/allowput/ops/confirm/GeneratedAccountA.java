package org.allowput.ops.confirm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.records.LoopbackS3;

/**
 * A target bucket with versions, its receipts, and the report of a job, as many objects as wanted: a server on the
 * loopback address that makes them up as they are asked for; the report is in a folder. Of each thousand objects one
 * has another checksum, one is missing, one has no receipt, and one has another size.
 */
final class GeneratedAccountA implements AutoCloseable {
    static final String NOTES = "_deliveries/";

    private static final int PAGE = 1000;
    private static final int BATCH = 100;
    private static final Instant ARRIVED = Instant.parse("2026-01-31T10:00:00Z");

    enum Kind {
        DIFFERENT,
        MISSING,
        NOT_NOTED,
        RESIZED,
        EQUAL;

        static Kind of(int number) {
            return switch (number % 1000) {
                case 0 -> DIFFERENT;
                case 1 -> MISSING;
                case 2 -> NOT_NOTED;
                case 3 -> RESIZED;
                default -> EQUAL;
            };
        }
    }

    private final int objects;
    private final Path folder;
    private final LoopbackS3 server;

    GeneratedAccountA(int objects, Path folder) throws IOException {
        this.objects = objects;
        this.folder = folder;
        server = new LoopbackS3(this::answer);
    }

    URI endpoint() {
        return server.endpoint();
    }

    static String key(int number) {
        return "in/%08d with some name.csv".formatted(number);
    }

    private static String checksum(int number) {
        return Base64.getEncoder().encodeToString("%08d".formatted(number).getBytes(UTF_8));
    }

    /** The report of a job for all objects. */
    void writeReport(String prefix) throws IOException {
        Path file = file("/reports/" + prefix + "results/1.csv");
        MessageDigest md5 = md5();
        try (OutputStream csv = new BufferedOutputStream(new DigestOutputStream(Files.newOutputStream(file), md5))) {
            // In no order of keys.
            for (int at = 0; at < objects; at++) {
                int number = (int) ((at * 7919L) % objects);
                if (Kind.of(number) != Kind.MISSING) {
                    csv.write(
                            "target,%s,v%d,succeeded,200,,\"{\"\"checksum_base64\"\":\"\"%s\"\",\"\"etag\"\":\"\"e\"\",\"\"checksumAlgorithm\"\":\"\"CRC64NVME\"\",\"\"checksumType\"\":\"\"FULL_OBJECT\"\"}\"\n"
                                    .formatted(
                                            key(number).replace(" ", "%20"),
                                            number,
                                            checksum(Kind.of(number) == Kind.DIFFERENT ? number + 1 : number)
                                                    .replace("=", "\\u003d"))
                                    .getBytes(UTF_8));
                }
            }
        }
        Files.writeString(file("/reports/" + prefix + "manifest.json"), """
            {"Results": [{"TaskExecutionStatus": "succeeded", "Bucket": "reports", "Key": "%sresults/1.csv",
              "MD5Checksum": "%s"}]}
            """.formatted(
                        prefix, HexFormat.of().formatHex(md5.digest())));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path file(String path) throws IOException {
        Path file = folder.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        return file;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Map<String, String> query = LoopbackS3.query(exchange);
            if (path.startsWith("/reports/")) {
                exchange.sendResponseHeaders(200, Files.size(file(path)));
                Files.copy(file(path), exchange.getResponseBody());
            } else if (query.containsKey("versions")) {
                LoopbackS3.send(exchange, versions(query).getBytes(UTF_8));
            } else if (query.containsKey("list-type")) {
                LoopbackS3.send(exchange, receiptObjects(query).getBytes(UTF_8));
            } else {
                LoopbackS3.send(
                        exchange, receipts(Integer.parseInt(path.replaceAll(".*-request-(\\d+)\\.jsonl\\.gz", "$1"))));
            }
        } catch (RuntimeException e) {
            throw new UncheckedIOException(
                    new IOException(exchange.getRequestURI().toString(), e));
        }
    }

    private String versions(Map<String, String> query) {
        int from = Integer.parseInt(query.getOrDefault("key-marker", "0"));
        int to = Math.min(objects, from + PAGE);
        StringBuilder xml =
                new StringBuilder("<ListVersionsResult><IsTruncated>" + (to < objects) + "</IsTruncated><NextKeyMarker>"
                        + to + "</NextKeyMarker><NextVersionIdMarker>v</NextVersionIdMarker>");
        for (int i = from; i < to; i++) {
            if (Kind.of(i) != Kind.MISSING) {
                xml.append(
                        "<Version><Key>%s</Key><VersionId>v%d</VersionId><IsLatest>true</IsLatest><LastModified>%s</LastModified><ETag>\"e\"</ETag><Size>%d</Size></Version>"
                                .formatted(key(i), i, ARRIVED, Kind.of(i) == Kind.RESIZED ? i + 1 : i));
            }
        }
        return xml.append("</ListVersionsResult>").toString();
    }

    private String receiptObjects(Map<String, String> query) {
        int all = (objects + BATCH - 1) / BATCH;
        int from = Integer.parseInt(query.getOrDefault("continuation-token", "0"));
        int to = Math.min(all, from + PAGE);
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>" + (to < all) + "</IsTruncated>"
                + (to < all ? "<NextContinuationToken>" + to + "</NextContinuationToken>" : ""));
        IntStream.range(from, to)
                .mapToObj(number -> Receipts.key(NOTES, ARRIVED, "request-" + number))
                .filter(key -> key.startsWith(query.getOrDefault("prefix", "")))
                .forEach(key -> xml.append("<Contents><Key>" + key + "</Key><Size>1</Size></Contents>"));
        return xml.append("</ListBucketResult>").toString();
    }

    private byte[] receipts(int batch) {
        List<Receipt> receipts = IntStream.range(batch * BATCH, Math.min(objects, (batch + 1) * BATCH))
                .filter(number -> Kind.of(number) != Kind.NOT_NOTED)
                .mapToObj(number -> new Receipt(
                        "source",
                        key(number),
                        "target",
                        key(number),
                        Receipt.Kind.COPIED,
                        new Receipt.Version(
                                "e",
                                null,
                                ARRIVED,
                                number,
                                "e",
                                "v" + number,
                                Optional.of(new StoredChecksum(
                                        StoredChecksum.Algorithm.CRC64NVME, checksum(number), true))),
                        ARRIVED,
                        ARRIVED.plusSeconds(1),
                        "request-" + batch))
                .toList();
        return Receipts.write(receipts);
    }

    @Override
    public void close() {
        server.close();
    }
}
