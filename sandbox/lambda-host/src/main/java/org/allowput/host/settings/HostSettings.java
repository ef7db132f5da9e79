package org.allowput.host.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.allowput.host.function.CredentialsSource;
import org.allowput.host.function.DeployedFunctions;

/**
 * What a Lambda host needs to know.
 *
 * @param functions what is deployed
 * @param credentials where the function's credentials come from
 * @param workingDirectory for unpacked code and temporary files; made when missing
 * @param runtimeJars the folder with the jars of AWS's Java runtime client, and no others
 * @param java the executable that runs the function, JDK 25
 * @param environment added to the function's environment variables, for example {@code AWS_ENDPOINT_URL}
 * @param jvmOptions added to the options of the function's JVM, for example {@code -Djavax.net.ssl.trustStore=…}
 * @param maximumEnvironments of one version of the function, at least 1; further invocations wait for a free one
 * @param log takes the function's log, from several threads; combine sinks by {@link Consumer#andThen}
 */
public record HostSettings(
        DeployedFunctions functions,
        CredentialsSource credentials,
        Path workingDirectory,
        Path runtimeJars,
        Path java,
        Map<String, String> environment,
        List<String> jvmOptions,
        int maximumEnvironments,
        Consumer<LogEvent> log) {
    public HostSettings {
        if (maximumEnvironments < 1) {
            throw new IllegalArgumentException(
                    "At most " + maximumEnvironments + " environments: at least 1 is needed");
        }
        workingDirectory = workingDirectory.toAbsolutePath();
        environment = Map.copyOf(environment);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Settings with these defaults: the JDK that runs this, nothing added, at most 10 environments, no log. */
    public static HostSettings of(
            DeployedFunctions functions, CredentialsSource credentials, Path workingDirectory, Path runtimeJars) {
        return new HostSettings(
                functions,
                credentials,
                workingDirectory,
                runtimeJars,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Map.of(),
                List.of(),
                10,
                event -> {});
    }

    /** These settings, with additions to the function's environment variables and JVM options. */
    public HostSettings withAdditions(Map<String, String> variables, List<String> options) {
        return with(variables, options, maximumEnvironments, log);
    }

    public HostSettings withEnvironments(int atMost) {
        return with(environment, jvmOptions, atMost, log);
    }

    public HostSettings withLog(Consumer<LogEvent> sink) {
        return with(environment, jvmOptions, maximumEnvironments, sink);
    }

    private HostSettings with(
            Map<String, String> variables, List<String> options, int atMost, Consumer<LogEvent> sink) {
        return new HostSettings(
                functions, credentials, workingDirectory, runtimeJars, java, variables, options, atMost, sink);
    }
}
