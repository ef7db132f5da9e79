package org.allowput.host.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.function.InitializationType;
import org.allowput.host.settings.HostSettings;

/**
 * How the runtime of a function is started: what Lambda does in its bootstrap for Java.
 *
 * @param function what runs
 * @param taskRoot its unpacked zip
 * @param client the runtime client
 * @param settings the JVM, and what the environment gets on top
 */
public record RuntimeCommand(DeployedFunction function, Path taskRoot, RuntimeClient client, HostSettings settings) {
    private static final String MAIN_CLASS = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /** Whether this system can kill a child when the host ends for any reason. */
    private static final boolean DIES_WITH_HOST =
            ExternalCommand.succeeds("setpriv", "--pdeathsig", "KILL", "--", "true");

    /**
     * The command of one environment. Its child is killed by the kernel when the thread that starts it ends.
     *
     * @param temporary the environment's own temporary folder
     * @param runtimeApi host and port of its Runtime API
     * @param logStream its log stream
     * @param credentialsToken what its credentials are served for
     */
    public ProcessBuilder process(Path temporary, String runtimeApi, String logStream, String credentialsToken) {
        List<String> command = new ArrayList<>();
        if (DIES_WITH_HOST) {
            command.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        }
        command.add(settings.java().toString());
        command.addAll(jvmOptions(temporary));
        command.addAll(List.of("-cp", client.classPath(), MAIN_CLASS, function.handler()));
        ProcessBuilder process = new ProcessBuilder(command).directory(taskRoot.toFile());
        process.environment().clear();
        process.environment().putAll(environment(runtimeApi, logStream, credentialsToken));
        return process;
    }

    private List<String> jvmOptions(Path temporary) {
        List<String> options = new ArrayList<>(List.of(
                "-XX:MaxHeapSize=" + function.memoryMiB() * 1024L * 85 / 100 + "k",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + temporary,
                "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + client.library(),
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"));
        if (function.initialization() == InitializationType.ON_DEMAND) {
            // As Lambda does in an environment without a snapshot.
            options.add("-XX:TieredStopAtLevel=1");
        }
        options.addAll(settings.jvmOptions());
        return options;
    }

    /** See <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">defined variables</a>. */
    private Map<String, String> environment(String runtimeApi, String logStream, String credentialsToken) {
        Map<String, String> variables = new LinkedHashMap<>(function.environment());
        variables.putAll(settings.environment());
        variables.put("_HANDLER", function.handler());
        variables.put("AWS_REGION", function.region());
        variables.put("AWS_DEFAULT_REGION", function.region());
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", function.version());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMiB()));
        variables.put(
                "AWS_LAMBDA_INITIALIZATION_TYPE", function.initialization().value());
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://" + runtimeApi + RuntimeApi.CREDENTIALS_PATH);
        variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", credentialsToken);
        variables.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        variables.put("LANG", "C.UTF-8");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("TZ", ":UTC");
        return variables;
    }
}
