package org.allowput.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allowput.lambda.events.EventReader;
import org.allowput.lambda.events.InvocationRequest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.eventnotifications.s3.model.S3EventNotification;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * The intake's cost for a message, beside that of parsing the same message with AWS's typed library alone, which looks
 * for no other shape, checks nothing and reads no envelope.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class IntakeBenchmark {
    private byte[] notification = {};
    private byte[] queued = {};
    private String body = "";

    /** Reads the events from the folder {@code events}: to be started in the repository's root. */
    @Setup
    public void readEvents() throws IOException {
        notification = Files.readAllBytes(Path.of("events", "s3-put.json"));
        queued = Files.readAllBytes(Path.of("events", "sqs-s3-put.json"));
        List<JsonNode> messages =
                JsonNode.parser().parse(queued).field("Records").orElseThrow().asArray();
        body = messages.getFirst().field("body").orElseThrow().asString();
    }

    /** A notification given to the function directly, by the intake. */
    @Benchmark
    public InvocationRequest directByIntake() throws IOException {
        return EventReader.read(new ByteArrayInputStream(notification));
    }

    /** The same document by the typed library. */
    @Benchmark
    public S3EventNotification directByTypedLibrary() {
        return S3EventNotification.fromJson(notification);
    }

    /** A message of a queue, envelope and all, by the intake. */
    @Benchmark
    public InvocationRequest queuedByIntake() throws IOException {
        return EventReader.read(new ByteArrayInputStream(queued));
    }

    /** The body of the same message, already taken out of its envelope, by the typed library. */
    @Benchmark
    public S3EventNotification queuedByTypedLibrary() {
        return S3EventNotification.fromJson(body);
    }
}
