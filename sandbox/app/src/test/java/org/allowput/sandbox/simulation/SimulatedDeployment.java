package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.allowput.contract.MessageRetention;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.large.RangedCopy;
import org.allowput.lambda.multipart.CopyDocuments;
import org.allowput.lambda.multipart.MultipartCopy;

/** The resources of both accounts, with the function's code in them. */
final class SimulatedDeployment {
    static final String SOURCE = "source-bucket";
    static final String TARGET = "target-bucket";
    static final String OPERATIONS = "operations-bucket";
    static final String URL = "https://sqs.us-east-1.amazonaws.com/222222222222/";

    /** The name of the workflow's function. */
    static final String LARGE_OBJECTS = "large";

    private static final String KEY = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    /** Scaled down from SQS's 120,000, as the number of failing objects is. */
    private static final int FEW_IN_FLIGHT = 2;

    final SimulatedBucket source;
    final SimulatedBucket target;
    final SimulatedBucket operations;
    final SimulatedQueue queue;
    final SimulatedQueue deadLetters;
    final SimulatedLambda function;
    final AsynchronousTrigger asynchronous;
    private final SimulatedLambda largeObjects;
    final StepFunctions workflow;
    private final Map<String, String> variables;
    private final Code code;
    private final Setup setup;

    SimulatedDeployment(Cloud cloud, Code code, BiConsumer<String, String> log) {
        setup = cloud.setup;
        this.code = code;
        source = cloud.s3.create(SOURCE, setup.versioned());
        target = cloud.s3.create(TARGET, false);
        operations = cloud.s3.create(OPERATIONS, false);
        deadLetters = queue(cloud, "dead-letters", MessageRetention.DEAD_LETTERS, Optional.empty());
        queue = queue(cloud, "queue", MessageRetention.QUEUE, Optional.of(deadLetters));
        variables = variables(setup);
        function = new SimulatedLambda(
                cloud, "function", Duration.ofMinutes(5), 20, code.function("replication"), ofEvents(50), log);
        new QueueTrigger(cloud, queue, function, 20, code.template().stopsRecursion());
        asynchronous = new AsynchronousTrigger(cloud, queue, function);
        largeObjects = new SimulatedLambda(
                cloud, LARGE_OBJECTS, Duration.ofMinutes(15), 2, code.function("largeObjects"), ofTasks(5), log);
        workflow = new StepFunctions(cloud, code.template(), largeObjects, deadLetters);
        cloud.stepFunctions(workflow::handle);
        target.apply(rules(SimulatedTemplate.TARGET), cloud.time);
        operations.apply(rules(SimulatedTemplate.OPERATIONS), cloud.time);
    }

    private List<?> rules(String bucket) {
        return Objects.requireNonNull(code.template().lifecycles().get(bucket));
    }

    private static SimulatedQueue queue(
            Cloud cloud, String name, Duration retention, Optional<SimulatedQueue> deadLetters) {
        SimulatedQueue queue = new SimulatedQueue(
                cloud.time,
                new SimulatedQueue.Settings(
                        name,
                        Duration.ofSeconds(330),
                        retention,
                        deadLetters.isPresent() ? cloud.setup.maxDeliveries() : Integer.MAX_VALUE,
                        cloud.setup.scarce() ? FEW_IN_FLIGHT : 120_000),
                deadLetters);
        cloud.sqs.add(queue);
        return queue;
    }

    static Map<String, String> variables(Setup setup) {
        Map<String, String> variables = new HashMap<>();
        """
        AWS_REGION=us-east-1
        SOURCE_BUCKET=source-bucket
        SOURCE_ACCOUNT=222222222222
        TARGET_BUCKET=target-bucket
        TARGET_ACCOUNT=111111111111
        TARGET_REGION=us-east-1
        TARGET_ROLE_ARN=arn:aws:iam::111111111111:role/AllowPutToS3
        EXTERNAL_ID=id-of-the-simulation
        RECEIPTS_BUCKET=operations-bucket
        MULTIPART_THRESHOLD_MIB=5
        PART_SIZE_MIB=5
        """.lines().map(line -> line.split("=", 2)).forEach(variable -> variables.put(variable[0], variable[1]));
        variables.put("QUEUE_URL", URL + "queue");
        variables.put("DEAD_LETTER_QUEUE_URL", URL + "dead-letters");
        variables.put("REPLICATE_DELETES", setup.deletions().toString());
        variables.put("WRITE_ONCE", Boolean.toString(setup.writeOnce()));
        variables.put("MAX_RECEIVE_COUNT", Integer.toString(setup.maxDeliveries()));
        if (setup.encrypts()) {
            variables.put("TARGET_KMS_KEY_ARN", KEY);
        }
        variables.put("SELECTION", setup.selection().json());
        variables.put("REPLICATE_TAGS", Boolean.toString(setup.tags()));
        variables.put("LARGE_OBJECTS_THRESHOLD_MIB", setup.startsWorkflow() ? "5" : "1000");
        return variables;
    }

    private Map<String, String> ofEvents(int expectedMiBPerSecond) {
        Map<String, String> ofEvents = new HashMap<>(variables);
        ofEvents.put("LARGE_OBJECTS_STATE_MACHINE_ARN", StepFunctions.ARN);
        ofEvents.put("EXPECTED_MIB_PER_SECOND", Integer.toString(expectedMiBPerSecond));
        return ofEvents;
    }

    /** With ranges of that many MiB. */
    private Map<String, String> ofTasks(int range) {
        Map<String, String> ofTasks = new HashMap<>(variables);
        ofTasks.put("LARGE_OBJECTS_BUCKET", OPERATIONS);
        ofTasks.put("LARGE_OBJECTS_RANGE_MIB", Integer.toString(range));
        return ofTasks;
    }

    /** Publishes a version of each function, with another size of ranges and another expected throughput. */
    void redeploy(int range, int expectedMiBPerSecond) {
        function.deploy(code.function("replication"), ofEvents(expectedMiBPerSecond));
        largeObjects.deploy(code.function("largeObjects"), ofTasks(range));
    }

    /** Whether nothing is on its way. */
    boolean isQuiet() {
        return queue.messages().isEmpty()
                && !asynchronous.isBusy()
                && !workflow.isRunning()
                && function.running() == 0
                && largeObjects.running() == 0;
    }

    /**
     * The keys of objects that are still what was copied, and may be, and of which a failed copy has left parts in the
     * target: what the next attempts go on with.
     */
    Set<String> keptParts() {
        Set<String> keys = new HashSet<>();
        Map<String, SimulatedObject> documents = operations.objects();
        documents.forEach((key, latest) -> {
            String prefix = new String(latest.bytes(), UTF_8);
            SimulatedObject copy = documents.get(prefix + "copy.json");
            if (key.endsWith("/latest.txt") && copy != null && !documents.containsKey(prefix + "completed.json")) {
                MultipartCopy begun =
                        CopyDocuments.read(copy.bytes(), RangedCopy.class).copy();
                source.get(begun.object().source().key())
                        .filter(now -> isKept(begun, now))
                        .ifPresent(now -> keys.add(now.key()));
            }
        });
        return keys;
    }

    private boolean isKept(MultipartCopy begun, SimulatedObject now) {
        SourceState copied = begun.object().source();
        return target.openUploads().contains(begun.upload().id())
                && setup.clears(now)
                && now.modified().equals(copied.lastModified())
                && ("\"" + now.eTag() + "\"").equals(copied.eTag())
                && (!setup.tags() || begun.object().tags().equals(now.tags()));
    }
}
