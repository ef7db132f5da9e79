package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.contract.selection.Selection;
import org.allowput.emulator.Emulator;
import org.allowput.ops.compare.Finding;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.compare.Report;
import org.allowput.ops.records.InventoryFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists, receipts and an inventory in an emulator. Of each hundred keys one has no receipt, one that of another
 * version.
 */
class ReconcileIT {
    private static final int KEYS = 500;
    private static final int A_BATCH = 10;
    private static final String SOURCE = "reconciled-source";
    private static final String RECEIPTS = "reconciled-receipts";

    @TempDir
    static Path folder;

    static Emulator emulator;
    static S3Client s3;
    static List<S3Object> objects = new ArrayList<>();

    @BeforeAll
    static void objectsAndTheirReceipts() throws Exception {
        emulator = Emulator.start(folder, Map.of());
        s3 = emulator.source().s3();
        s3.createBucket(request -> request.bucket(SOURCE));
        s3.createBucket(request -> request.bucket(RECEIPTS));
        List<Callable<PutObjectResponse>> puts = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            String key = "in/%06d with some name.csv".formatted(i);
            puts.add(() -> put(SOURCE, key, key.getBytes(StandardCharsets.UTF_8)));
        }
        sideBySide(puts);
        s3.listObjectsV2Paginator(request -> request.bucket(SOURCE)).contents().forEach(objects::add);
        puts.clear();
        for (int from = 0; from < KEYS; from += A_BATCH) {
            List<Receipt> batch = receipts(from, Math.min(KEYS, from + A_BATCH));
            String key = Receipts.key(Receipts.PREFIX, Instant.now().plusMillis(from), "request-" + from);
            puts.add(() -> put(RECEIPTS, key, Receipts.write(batch)));
        }
        sideBySide(puts);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void whatHasNoReceiptOrOneOfAnotherVersionIsFoundAmongAllKeys() throws IOException {
        try (Report report = compare(Optional.empty())) {
            assertThat(keys(report, Finding.Kind.MISSING)).containsExactlyElementsOf(every(0));
            assertThat(keys(report, Finding.Kind.STALE)).containsExactlyElementsOf(every(1));
            assertThat(report.number("copied")).isEqualTo(KEYS - report.findings());
        }
    }

    @Test
    void anInventoryInABucketIsReadFromThere() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (S3Object object : objects) {
            if (!every(2).contains(object.key())) {
                lines.append("\"target\",\"%s\",\"%d\",\"%s\",\"%s\"\n"
                        .formatted(
                                object.key().replace(" ", "+"),
                                object.size(),
                                Instant.now(),
                                Receipt.unquoted(object.eTag())));
            }
        }
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(csv)) {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        put(RECEIPTS, "inventory/data/1.csv.gz", csv.toByteArray());
        put(RECEIPTS, "inventory/manifest.json", """
            {"sourceBucket": "target", "creationTimestamp": "%d", "fileFormat": "CSV",
             "fileSchema": "Bucket, Key, Size, LastModifiedDate, ETag",
             "files": [{"key": "inventory/data/1.csv.gz", "MD5checksum": "%s"}]}
            """.formatted(
                        Instant.now().plusSeconds(60).toEpochMilli(),
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("MD5").digest(csv.toByteArray())))
                .getBytes(StandardCharsets.UTF_8));

        try (Report report =
                compare(Optional.of(InventoryFiles.at("s3://" + RECEIPTS + "/inventory/manifest.json", s3)))) {
            // What A has needs no receipt.
            assertThat(keys(report, Finding.Kind.MISSING)).containsExactlyElementsOf(every(2));
            assertThat(keys(report, Finding.Kind.STALE)).containsExactlyElementsOf(every(1));
        }
    }

    private static Report compare(Optional<InventoryFiles> inventory) throws IOException {
        return new Reconciliation(
                        s3,
                        SOURCE,
                        "target",
                        "in/",
                        Selection.ALL,
                        Duration.ZERO,
                        false,
                        new PrintWriter(Writer.nullWriter()))
                .compare(
                        Optional.of(new Reconciliation.Written(RECEIPTS, Instant.EPOCH, true)),
                        inventory,
                        Instant.now().plusSeconds(1));
    }

    /** One key of each hundred. */
    private static List<String> every(int rest) {
        List<String> keys = new ArrayList<>();
        for (int i = rest; i < KEYS; i += 100) {
            keys.add(objects.get(i).key());
        }
        return keys;
    }

    private static List<Receipt> receipts(int from, int to) {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (i % 100 != 0) {
                S3Object object = objects.get(i);
                receipts.add(new Receipt(
                        SOURCE,
                        object.key(),
                        "target",
                        object.key(),
                        Receipt.Kind.COPIED,
                        new Receipt.Version(
                                i % 100 == 1 ? "another" : Receipt.unquoted(object.eTag()),
                                null,
                                object.lastModified().truncatedTo(ChronoUnit.SECONDS),
                                object.size(),
                                Receipt.unquoted(object.eTag()),
                                null,
                                Optional.empty()),
                        object.lastModified(),
                        Instant.now(),
                        "request"));
            }
        }
        return receipts;
    }

    private static PutObjectResponse put(String bucket, String key, byte[] content) {
        return s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    private static void sideBySide(List<Callable<PutObjectResponse>> puts) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<PutObjectResponse> put : threads.invokeAll(puts)) {
                put.get();
            }
        }
    }

    private static List<String> keys(Report report, Finding.Kind kind) {
        return report.all(kind).stream().map(Finding::key).toList();
    }
}
