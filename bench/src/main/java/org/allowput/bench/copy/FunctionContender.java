package org.allowput.bench.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.bench.copy.Contender.Task;

/**
 * This project's function: the zip that is deployed, in a JVM with the options that Lambda starts it with where it has
 * SnapStart, its default memory and its default settings.
 *
 * @param options of the JVM, besides
 * @param batch messages of one invocation
 * @param variables of its environment, besides those that the CDK app sets
 */
public record FunctionContender(
        UnpackedFunction deployed, List<String> options, int batch, Map<String, String> variables) {
    private static final String RESULTS = "results";

    /** With batches as they are deployed. */
    public FunctionContender(UnpackedFunction deployed, List<String> options) {
        this(deployed, options, 10, Map.of());
    }

    /** A JVM that has just been started. */
    public Contender cold() {
        return new Contender("this project, cold", task -> copy(task, List.of()));
    }

    /** As SnapStart restores it: the account begins after the hooks around the snapshot. */
    public Contender restored() {
        return new Contender("this project, restored", task -> {
            Path before = task.scratch().resolve("before");
            return copy(task, List.of(before.toString())).minus(Measurement.read(before));
        });
    }

    private Measurement copy(Task task, List<String> arguments) {
        Workload work = task.work();
        List<String> all = new ArrayList<>(List.of(S3Server.SOURCE, work.prefix(), Integer.toString(work.objects())));
        all.addAll(List.of(Long.toString(work.size()), Integer.toString(batch)));
        all.addAll(arguments);
        return run(task, FunctionCopy.class, all, variables);
    }

    /** Creates the bucket for the results of the tasks of {@link #workflow}. */
    public static void prepareWorkflow(S3Server store) {
        store.source().createBucket(bucket -> bucket.bucket(RESULTS));
    }

    /**
     * The workflow for one large object, with the heap of one execution environment for all ranges together.
     *
     * @param ranges at a time
     */
    public Contender workflow(int ranges) {
        return new Contender(
                "this project, " + ranges + " at a time",
                task -> run(
                        task,
                        LargeObjectCopy.class,
                        List.of(S3Server.SOURCE, task.work().key(0), Integer.toString(ranges)),
                        Map.of(
                                "LARGE_OBJECTS_BUCKET", RESULTS,
                                "LARGE_OBJECTS_THRESHOLD_MIB", "5",
                                "LARGE_OBJECTS_RANGE_MIB", "64")));
    }

    private Measurement run(Task task, Class<?> program, List<String> arguments, Map<String, String> additions) {
        try (StsStub sts = StsStub.start(task.store())) {
            List<String> command = new ArrayList<>(deployed.java(task));
            command.addAll(options);
            command.addAll(List.of("-cp", deployed.classPath(), program.getName()));
            command.addAll(arguments);
            Map<String, String> all = environment(task, sts);
            all.putAll(additions);
            return new MeasuredProcess(command, all).run();
        }
    }

    /** The environment variables of the deployed function, and where AWS is. */
    static Map<String, String> environment(Task task, StsStub sts) {
        Map<String, String> variables = new TreeMap<>(UnpackedFunction.settings());
        variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", sts.own().address().toString());
        variables.put("AWS_REGION", S3Server.REGION);
        variables.put("AWS_ENDPOINT_URL_S3", task.endpoint());
        variables.put("AWS_ENDPOINT_URL_STS", sts.sts().address().toString());
        variables.put("MAX_CONCURRENT_COPIES", Integer.toString(task.atOnce()));
        return variables;
    }
}
