package org.allowput.lambda.copy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.allowput.lambda.Stage.SOURCE;
import static org.allowput.lambda.Stage.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.allowput.lambda.Stage;
import org.allowput.sandbox.fault.Fault;
import org.allowput.sandbox.fault.Request.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Objects that are archived, versioned or gone, and copies that run out of time. */
class StatesIT {
    @TempDir
    static Path folder;

    static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.start(folder);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void reset() {
        stage.proxy().reset();
    }

    @ParameterizedTest
    @EnumSource
    void anArchivedObjectFailsForGoodWithAReasonAndCopiesOnceItIsRestored(Shape shape) {
        String key = "archived-" + shape;
        put(key, shape, StorageClass.GLACIER);
        try (Stage.Wired copy = stage.copy(Sample.OPTIONS, Sample.DEFAULTS)) {
            assertThat(copy.copy().replicate(key, key, Sample.LATER))
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                        assertThat(failed.failure().cause()).isEqualTo(Failure.Cause.PERMANENT);
                        assertThat(failed.failure().reason())
                                .isEqualTo("source bucket answered 403 InvalidObjectState: the object is archived;"
                                        + " restore it, which sends a new event");
                    });

            stage.source()
                    .restoreObject(object -> object.bucket(SOURCE).key(key).restoreRequest(r -> r.days(1)));
            awaitRestored(key);

            assertThat(copy.copy().replicate(key, key, Sample.LATER)).isEqualTo(new Outcome.Copied(shape.size(), 0));
        }
        assertThat(read(key)).isEqualTo(Sample.bytes(shape.size()));
    }

    @ParameterizedTest
    @EnumSource
    void theNewestVersionIsCopiedAndADeleteMarkerIsAnObjectThatIsGone(Shape shape) {
        String key = "versions/" + shape;
        for (String bucket : List.of(SOURCE, TARGET)) {
            (bucket.equals(SOURCE) ? stage.source() : stage.target())
                    .putBucketVersioning(request -> request.bucket(bucket)
                            .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        }
        try (Stage.Wired copy = stage.copy(Sample.OPTIONS, Sample.DEFAULTS)) {
            stage.source()
                    .putObject(object -> object.bucket(SOURCE).key(key), RequestBody.fromString("an older version"));
            put(key, shape, StorageClass.STANDARD);

            assertThat(copy.copy().replicate(key, key, Sample.LATER)).isEqualTo(new Outcome.Copied(shape.size(), 0));
            assertThat(read(key)).isEqualTo(Sample.bytes(shape.size()));

            stage.source().deleteObject(object -> object.bucket(SOURCE).key(key));

            assertThat(copy.copy().replicate(key, key, Sample.LATER)).isInstanceOf(Outcome.Skipped.class);
            assertThat(read(key)).isEqualTo(Sample.bytes(shape.size()));
        } finally {
            stage.source()
                    .putBucketVersioning(request -> request.bucket(SOURCE)
                            .versioningConfiguration(
                                    versioning -> versioning.status(BucketVersioningStatus.SUSPENDED)));
        }
    }

    @Test
    void whatIsGoneIsDeletedByOptInOnly() {
        for (String key : List.of("to-go", "to-stay")) {
            put(key, Shape.ONE_PUT, StorageClass.STANDARD);
            try (Stage.Wired copy = stage.copy(Sample.OPTIONS, Sample.DEFAULTS)) {
                assertThat(copy.copy().replicate(key, key, Sample.LATER)).isInstanceOf(Outcome.Copied.class);
                stage.source().deleteObject(object -> object.bucket(SOURCE).key(key));
                assertThat(copy.copy().replicate(key, key, Sample.LATER))
                        .isEqualTo(new Outcome.Skipped("the source object is gone"));
            }
        }
        try (Stage.Wired copy = stage.copyWithOptIns(Sample.WITH_OPT_INS, Sample.DEFAULTS)) {
            assertThat(copy.copy().replicate("to-go", "to-go", Sample.LATER)).isEqualTo(new Outcome.Deleted());
        }
        assertThat(keys()).contains("to-stay").doesNotContain("to-go");
    }

    @Test
    void anObjectThatIsDeletedWhileItIsCopiedIsDeletedInTheTarget() {
        put("deleted-meanwhile", Shape.ONE_PUT, StorageClass.STANDARD);
        stage.proxy()
                .once(
                        Stage.of(Operation.HEAD, SOURCE, "deleted-meanwhile"),
                        new Fault.Meanwhile(() -> stage.source()
                                .deleteObject(object -> object.bucket(SOURCE).key("deleted-meanwhile"))));

        try (Stage.Wired copy = stage.copyWithOptIns(Sample.WITH_OPT_INS, Sample.DEFAULTS)) {
            assertThat(copy.copy().replicate("deleted-meanwhile", "deleted-meanwhile", Sample.LATER))
                    .isEqualTo(new Outcome.Deleted());
        }
        assertThat(keys()).doesNotContain("deleted-meanwhile");
    }

    @Test
    void anObjectThatComesBackWhileItsDeletionIsReplicatedIsCopied() {
        stage.proxy()
                .once(
                        Stage.of(Operation.DELETE, TARGET, "back"),
                        new Fault.Meanwhile(() -> put("back", Shape.ONE_PUT, StorageClass.STANDARD)));

        try (Stage.Wired copy = stage.copyWithOptIns(Sample.WITH_OPT_INS, Sample.DEFAULTS)) {
            assertThat(copy.copy().replicate("back", "back", Sample.LATER)).isInstanceOf(Outcome.Copied.class);
        }
        assertThat(read("back")).isEqualTo(Sample.bytes(Shape.ONE_PUT.size()));
    }

    @Test
    void anObjectThatTheTimeDoesNotSufficeForIsNotBegun() {
        put("large", Shape.PARTS, StorageClass.STANDARD);
        CopyOptions slow = new CopyOptions(Sample.LEAST, 2, false, false, new Pace(1, Duration.ofMinutes(15)));
        CopyOptions usual = new CopyOptions(Sample.LEAST, 2, false, false, new Pace(1000, Duration.ofHours(9)));

        assertThat(failure(slow, "large", Sample.LATER).cause()).isEqualTo(Failure.Cause.PERMANENT);
        assertThat(failure(slow, "large", Sample.LATER).reason()).contains("enough for 900 bytes");
        assertThat(failure(usual, "large", Sample.LATER).cause()).isEqualTo(Failure.Cause.OUT_OF_TIME);
        assertThat(stage.proxy().requests(request -> request.bucket().equals(TARGET)))
                .isEmpty();
    }

    /** The way out of a copy that hangs: Copies interrupts it when the time is nearly over. */
    @ParameterizedTest
    @EnumSource
    void aCopyThatIsInterruptedIsHandedBackAndLeavesNoUploadWhereItMayAbortOne(Shape shape) throws Exception {
        String key = "interrupted-" + shape;
        try (Stage.Wired copy = stage.copyWithOptIns(Sample.OPTIONS, Sample.DEFAULTS)) {
            assertThat(interruptedAtWrite(copy, key, shape).failure().cause()).isEqualTo(Failure.Cause.OUT_OF_TIME);
        }
        assertThat(keys()).doesNotContain(key);
        assertThat(uploads(key)).isEmpty();
    }

    @Test
    void anUploadThatMayNotBeAbortedIsLeftToTheBucketsLifecycleRule() throws Exception {
        try (Stage.Wired copy = stage.copy(Sample.OPTIONS, Sample.DEFAULTS)) {
            assertThat(interruptedAtWrite(copy, "left", Shape.PARTS).failure().cause())
                    .isEqualTo(Failure.Cause.OUT_OF_TIME);
        }
        assertThat(keys()).doesNotContain("left");
        assertThat(uploads("left")).hasSize(1);
    }

    private static Outcome.Failed interruptedAtWrite(Stage.Wired copy, String key, Shape shape) throws Exception {
        put(key, shape, StorageClass.STANDARD);
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        stage.proxy()
                .always(
                        Stage.of(shape == Shape.PARTS ? Operation.PUT_PART : Operation.PUT, TARGET, key),
                        new Fault.Meanwhile(() -> {
                            writing.countDown();
                            await(interrupted);
                        }));
        FutureTask<Outcome> task = new FutureTask<>(() -> copy.copy().replicate(key, key, Sample.LATER));
        Thread thread = Thread.ofVirtual().start(task);
        await(writing);
        thread.interrupt();
        Outcome outcome = task.get(20, SECONDS);
        interrupted.countDown();
        return (Outcome.Failed) outcome;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitRestored(String key) {
        String wanted = "ongoing-request=\"false\"";
        long end = System.nanoTime() + SECONDS.toNanos(30);
        while (!String.valueOf(stage.source()
                        .headObject(object -> object.bucket(SOURCE).key(key))
                        .restore())
                .contains(wanted)) {
            assertThat(System.nanoTime()).as("restored in time").isLessThan(end);
        }
    }

    private static Failure failure(CopyOptions options, String key, Deadline deadline) {
        try (Stage.Wired copy = stage.copy(options, Sample.DEFAULTS)) {
            return ((Outcome.Failed) copy.copy().replicate(key, key, deadline)).failure();
        }
    }

    private static void put(String key, Shape shape, StorageClass storage) {
        stage.source()
                .putObject(
                        object -> object.bucket(SOURCE).key(key).storageClass(storage),
                        RequestBody.fromBytes(Sample.bytes(shape.size())));
    }

    private static byte[] read(String key) {
        return stage.target()
                .getObjectAsBytes(object -> object.bucket(TARGET).key(key))
                .asByteArrayUnsafe();
    }

    private static List<String> keys() {
        return stage.target().listObjectsV2(list -> list.bucket(TARGET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private static List<String> uploads(String key) {
        return stage.target().listMultipartUploads(list -> list.bucket(TARGET)).uploads().stream()
                .map(MultipartUpload::key)
                .filter(key::equals)
                .toList();
    }
}
