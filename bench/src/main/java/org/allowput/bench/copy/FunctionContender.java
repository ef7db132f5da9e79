package org.allowput.bench.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.bench.copy.Contender.Task;
import org.allowput.bench.server.S3Server;
import org.allowput.bench.server.StsStub;
import org.allowput.bench.workload.Workload;
import org.allowput.contract.FunctionVariable;

/**
 * This project's function: the zip that is deployed, in a JVM with the options that Lambda starts it with where it has
 * SnapStart, its default memory and its default settings.
 *
 * @param options of the JVM, besides
 */
public record FunctionContender(UnpackedFunction deployed, List<String> options) {
    /** Messages of one invocation, as it is deployed by default. */
    private static final int BATCH = 10;

    /** A JVM that has just been started. */
    public Contender cold() {
        return new Contender("this project, cold", task -> copy(task, List.of(), Map.of()));
    }

    /** As SnapStart restores it: the account begins after the hooks around the snapshot. */
    public Contender restored() {
        return restored("this project, restored", Map.of());
    }

    /** The same, with another time before the snapshot. */
    public Contender primed(int seconds) {
        return restored(
                "primed for " + seconds + " s",
                Map.of(FunctionVariable.PRIMING_SECONDS.name(), Integer.toString(seconds)));
    }

    private Contender restored(String name, Map<String, String> variables) {
        return new Contender(name, task -> {
            Path before = task.scratch().resolve("before");
            return copy(task, List.of(before.toString()), variables).minus(Measurement.read(before));
        });
    }

    private Measurement copy(Task task, List<String> arguments, Map<String, String> variables) {
        Workload work = task.work();
        try (StsStub sts = StsStub.start(task.store())) {
            List<String> command = new ArrayList<>(deployed.java(task));
            command.addAll(options);
            command.addAll(List.of("-cp", deployed.classPath(), FunctionCopy.class.getName()));
            command.addAll(List.of(S3Server.SOURCE, work.prefix(), Integer.toString(work.objects())));
            command.addAll(List.of(Long.toString(work.size()), Integer.toString(BATCH)));
            command.addAll(arguments);
            Map<String, String> environment = environment(task, sts);
            environment.putAll(variables);
            return new MeasuredProcess(command, environment).run();
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
