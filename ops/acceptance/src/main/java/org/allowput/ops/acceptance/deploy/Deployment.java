package org.allowput.ops.acceptance.deploy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Operations;
import org.allowput.ops.queue.QueueDepth;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Both stacks of a deployment, with objects that are put as account B and looked for as account A. */
public record Deployment(Accounts accounts, StackOutputs target, StackOutputs source) {
    /** In which a single object arrives, also after a retry. */
    public static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final int MIB = 1024 * 1024;
    private static final String SEED = "parts/seed";

    public String targetBucket() {
        return target.get(StackOutput.TARGET_BUCKET_NAME);
    }

    public String sourceBucket() {
        return source.get(StackOutput.SOURCE_BUCKET_NAME);
    }

    /** How many messages a queue has. */
    public long messages(StackOutput queue) {
        QueueDepth depth = QueueDepth.of(accounts.source().sqs(), source.get(queue));
        return depth.waiting() + depth.inFlight();
    }

    public S3Client sourceS3() {
        return accounts.source().s3();
    }

    public void put(String key) {
        put(key, request -> {});
    }

    public void put(String key, Consumer<PutObjectRequest.Builder> settings) {
        sourceS3()
                .putObject(
                        request ->
                                settings.accept(request.bucket(sourceBucket()).key(key)),
                        RequestBody.fromString(content(key)));
    }

    /** Puts an object with a multipart upload, whose parts S3 copies from one object of at most 64 MiB. */
    public void putInParts(String key, int mebibytes) {
        S3Client s3 = sourceS3();
        String bucket = sourceBucket();
        int part = Math.clamp(mebibytes / 4, 5, 64) * MIB;
        byte[] content = new byte[part];
        new Random(1).nextBytes(content);
        s3.putObject(request -> request.bucket(bucket).key(SEED), RequestBody.fromBytes(content));
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        long bytes = (long) mebibytes * MIB;
        List<CompletedPart> parts = IntStream.rangeClosed(1, Math.toIntExact(Math.ceilDiv(bytes, part)))
                .parallel()
                .mapToObj(number -> CompletedPart.builder()
                        .partNumber(number)
                        .eTag(s3.uploadPartCopy(request -> request.sourceBucket(bucket)
                                        .sourceKey(SEED)
                                        .destinationBucket(bucket)
                                        .destinationKey(key)
                                        .uploadId(upload)
                                        .partNumber(number)
                                        .copySourceRange(
                                                "bytes=0-" + (Math.min(part, bytes - (number - 1L) * part) - 1)))
                                .copyPartResult()
                                .eTag())
                        .build())
                .toList();
        s3.completeMultipartUpload(
                request -> request.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }

    private static String content(String key) {
        return "acceptance of " + key;
    }

    public Optional<HeadObjectResponse> inTarget(String key) {
        try {
            return Optional.of(accounts.target()
                    .s3()
                    .headObject(request -> request.bucket(targetBucket()).key(key)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** The copy of an object, as soon as it is there. */
    public Optional<HeadObjectResponse> arrived(String key, Duration timeout) {
        return accounts.until(timeout, () -> inTarget(key), Optional::isPresent).flatMap(found -> found);
    }

    /** Waits for objects that {@link #put} has put. Returns "all" and their number, or which did not arrive. */
    public String allArrive(List<String> keys) {
        List<String> missing = keys.stream()
                .filter(key -> arrived(key, TIMEOUT).isEmpty() || !read(key).equals(content(key)))
                .toList();
        return missing.isEmpty() ? "all " + keys.size() : "missing or different: " + missing;
    }

    private String read(String key) {
        return accounts.target()
                .s3()
                .getObjectAsBytes(request -> request.bucket(targetBucket()).key(key))
                .asUtf8String();
    }

    /**
     * Runs a command for operators such as {@code redrive}, as people run it. Returns what it printed.
     *
     * @throws OperationException if it did not succeed
     */
    public String run(String command, String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed, true);
        List<String> words = new ArrayList<>(List.of(arguments));
        words.add("--stack=" + source.stack());
        words.add("--profile=" + accounts.sourceProfile());
        words.add("--region=" + accounts.region());
        int status =
                Operations.commandLine(command).setOut(writer).setErr(writer).execute(words.toArray(String[]::new));
        if (status != 0) {
            throw new OperationException("bin/" + command + " ended with status " + status + ": " + printed);
        }
        return printed.toString();
    }
}
