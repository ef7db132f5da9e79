package org.allowput.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.bench.Contender.Task;

/**
 * This project's function: the zip that is deployed, in a JVM with the options that Lambda starts it with where it has
 * SnapStart, its default memory and its default settings.
 *
 * @param name as it stands in the table
 * @param options of the JVM, besides
 * @param batch messages of one invocation
 */
record Function(String name, Deployed deployed, List<String> options, int batch) implements Contender {
    /** As it is deployed: batches of 10. */
    static Function standard(Deployed deployed) {
        return new Function("this project", deployed, List.of(), 10);
    }

    @Override
    public Taken copy(Task task) {
        try (RoleStandIn sts = RoleStandIn.start()) {
            Workload work = task.work();
            List<String> command = new ArrayList<>(deployed.java(task));
            command.addAll(options);
            command.addAll(List.of("-cp", deployed.classPath(), FunctionCopy.class.getName()));
            command.addAll(List.of(Store.SOURCE, work.prefix(), Integer.toString(work.objects())));
            command.addAll(List.of(Long.toString(work.size()), Integer.toString(batch)));
            return new Program(command, environment(task, sts)).run();
        }
    }

    /** The environment variables of the deployed function, and where AWS is. */
    static Map<String, String> environment(Task task, RoleStandIn sts) {
        Map<String, String> variables = new TreeMap<>(Deployed.settings());
        variables.put("AWS_ACCESS_KEY_ID", Store.SOURCE_OWNER.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", Store.SOURCE_OWNER.secretAccessKey());
        variables.put("AWS_REGION", Store.REGION);
        variables.put("AWS_ENDPOINT_URL_S3", task.endpoint());
        variables.put("AWS_ENDPOINT_URL_STS", sts.endpoint().toString());
        variables.put("MAX_CONCURRENT_COPIES", Integer.toString(task.atOnce()));
        return variables;
    }
}
