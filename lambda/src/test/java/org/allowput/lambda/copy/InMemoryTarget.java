package org.allowput.lambda.copy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.emulator.local.Unchecked;
import org.allowput.lambda.checksum.Crc64Nvme;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.s3.PinnedRange;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A target bucket in memory that records each request and makes one object of the parts of an upload. */
final class InMemoryTarget extends UnusedTarget {
    static final StoredObject STORED = new StoredObject("\"copy\"", "v7", Optional.empty());

    private final Map<String, byte[]> objects = new HashMap<>();
    private final Map<String, TargetObject> written = new HashMap<>();
    private final Map<Integer, byte[]> parts = new ConcurrentHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, byte[]> sent = new HashMap<>();
    private Consumer<String> duringRequest = request -> {};
    private BooleanSupplier losesAnswers = () -> false;
    private boolean returnsChecksums = true;
    private boolean readsBodies = true;

    /** Returns no checksum of parts, as some stores do that speak S3. */
    InMemoryTarget withoutChecksumsOfParts() {
        returnsChecksums = false;
        return this;
    }

    /** Stores nothing, for objects that do not fit into memory. */
    InMemoryTarget withoutBodies() {
        readsBodies = false;
        return withoutChecksumsOfParts();
    }

    /** @param action gets each request when its body was read, and may throw */
    void duringEachRequest(Consumer<String> action) {
        duringRequest = action;
    }

    /** Puts have no answer while that is so, and their objects are there when they {@link #arrive arrive}. */
    void loseAnswers(BooleanSupplier lost) {
        losesAnswers = lost;
    }

    void arrive(String key) {
        objects.put(key, Objects.requireNonNull(sent.get(key)));
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    Optional<byte[]> content(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    Optional<TargetObject> written(String key) {
        return Optional.ofNullable(written.get(key));
    }

    @Override
    public StoredObject put(TargetObject object, Verification verification, PinnedRange body) {
        byte[] bytes = read(body);
        record("PUT " + object.key() + " " + body.length() + " "
                + verification.getClass().getSimpleName());
        if (losesAnswers.getAsBoolean()) {
            sent.put(object.key(), bytes);
            throw SdkClientException.create("the connection is gone");
        }
        objects.put(object.key(), bytes);
        written.put(object.key(), object);
        return STORED;
    }

    @Override
    public Upload createUpload(TargetObject object, Algorithm algorithm) {
        record("begin " + object.key() + " " + algorithm);
        written.put(object.key(), object);
        return new Upload(object.key(), "upload", algorithm);
    }

    @Override
    public Part put(Upload upload, int number, PinnedRange body) {
        byte[] bytes = read(body);
        record("part " + number + " " + body.length());
        parts.put(number, bytes);
        Optional<String> checksum =
                returnsChecksums ? Optional.of(checksum(upload.algorithm(), bytes)) : Optional.empty();
        return new Part(number, "\"part-" + number + "\"", body.length(), checksum);
    }

    @Override
    public StoredObject complete(Upload upload, List<Part> completed, long size, Optional<StoredChecksum> whole) {
        record("complete " + completed.stream().map(Part::number).toList() + " " + size
                + whole.map(checksum -> " " + checksum.value()).orElse(""));
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        completed.forEach(part -> object.writeBytes(Objects.requireNonNull(parts.get(part.number()))));
        objects.put(upload.key(), object.toByteArray());
        return STORED;
    }

    @Override
    public void delete(String key) {
        record("DELETE " + key);
        objects.remove(key);
    }

    /** In Base64, as S3 has it. */
    static String checksum(Algorithm algorithm, byte[] bytes) {
        if (algorithm == Algorithm.CRC64NVME) {
            Crc64Nvme checksum = new Crc64Nvme();
            checksum.update(bytes, 0, bytes.length);
            return checksum.base64();
        }
        Checksum checksum = algorithm == Algorithm.CRC32C ? new CRC32C() : new CRC32();
        checksum.update(bytes);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }

    private void record(String request) {
        requests.add(request);
        duringRequest.accept(request);
    }

    private byte[] read(PinnedRange body) {
        if (!readsBodies) {
            return new byte[0];
        }
        return Unchecked.get(() -> body.newStream().readAllBytes());
    }
}
