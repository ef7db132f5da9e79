package org.allowput.bench.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * This project's workflow for one large object, with the heap of one execution environment for all ranges together.
 *
 * @param ranges at a time
 */
public record LargeObjectContender(UnpackedFunction deployed, int ranges) implements Contender {
    private static final String RESULTS = "results";

    /** Creates the bucket for the results of tasks. */
    public static void prepare(S3Server store) {
        store.source().createBucket(bucket -> bucket.bucket(RESULTS));
    }

    @Override
    public String name() {
        return "this project, " + ranges + " at a time";
    }

    @Override
    public Measurement copy(Task task) {
        try (StsStub sts = StsStub.start()) {
            List<String> command = new ArrayList<>(deployed.java(task));
            command.addAll(List.of("-cp", deployed.classPath(), LargeObjectCopy.class.getName()));
            command.addAll(List.of(S3Server.SOURCE, task.work().key(0), Integer.toString(ranges)));
            Map<String, String> variables = FunctionContender.environment(task, sts);
            variables.put("LARGE_OBJECTS_BUCKET", RESULTS);
            variables.put("LARGE_OBJECTS_THRESHOLD_MIB", "5");
            variables.put("LARGE_OBJECTS_RANGE_MIB", "64");
            return new MeasuredProcess(command, variables).run();
        }
    }
}
