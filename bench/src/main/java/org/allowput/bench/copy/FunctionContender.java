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
 * @param name as it stands in the table
 * @param options of the JVM, besides
 * @param batch messages of one invocation
 * @param restored whether what comes before a snapshot is left out of the account
 * @param variables of its environment, besides those that the CDK app sets
 */
public record FunctionContender(
        String name,
        UnpackedFunction deployed,
        List<String> options,
        int batch,
        boolean restored,
        Map<String, String> variables)
        implements Contender {
    /** Of batches: as it is deployed. */
    private static final int BATCH = 10;

    /** A JVM that has just been started. */
    public static FunctionContender cold(UnpackedFunction deployed, List<String> options) {
        return new FunctionContender("this project, cold", deployed, options, BATCH, false, Map.of());
    }

    /** As SnapStart restores it: the account begins after the hooks around the snapshot. */
    static FunctionContender restored(UnpackedFunction deployed, List<String> options) {
        return new FunctionContender("this project, restored", deployed, options, BATCH, true, Map.of());
    }

    @Override
    public Measurement copy(Task task) {
        try (StsStub sts = StsStub.start()) {
            Workload work = task.work();
            List<String> command = new ArrayList<>(deployed.java(task));
            command.addAll(options);
            command.addAll(List.of("-cp", deployed.classPath(), FunctionCopy.class.getName()));
            command.addAll(List.of(S3Server.SOURCE, work.prefix(), Integer.toString(work.objects())));
            command.addAll(List.of(Long.toString(work.size()), Integer.toString(batch)));
            Map<String, String> all = environment(task, sts);
            all.putAll(variables);
            if (!restored) {
                return new MeasuredProcess(command, all).run();
            }
            Path before = task.scratch().resolve("before");
            command.add(before.toString());
            return new MeasuredProcess(command, all).run().minus(ProcessTimes.read(before));
        }
    }

    /** The environment variables of the deployed function, and where AWS is. */
    static Map<String, String> environment(Task task, StsStub sts) {
        Map<String, String> variables = new TreeMap<>(UnpackedFunction.settings());
        variables.put("AWS_ACCESS_KEY_ID", S3Server.SOURCE_OWNER.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", S3Server.SOURCE_OWNER.secretAccessKey());
        variables.put("AWS_REGION", S3Server.REGION);
        variables.put("AWS_ENDPOINT_URL_S3", task.endpoint());
        variables.put("AWS_ENDPOINT_URL_STS", sts.endpoint().toString());
        variables.put("MAX_CONCURRENT_COPIES", Integer.toString(task.atOnce()));
        return variables;
    }
}
