package org.allowput.emulator;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.Unchecked;

/**
 * The emulator's way to run functions in Java: in AWS's own runtime client, one JVM for each environment. It reads this
 * at each start of an environment.
 *
 * @param variables are added to those of each function, for example {@code AWS_ENDPOINT_URL}
 * @param options of the JVMs, for example {@code -Djavax.net.ssl.trustStore=…}
 * @param environments the most of one function at a time, at least 1; further invocations wait for a free one
 * @param log a file that gets the lines of all functions, each after its time and its log stream
 */
public record JavaFunctions(Map<String, String> variables, List<String> options, int environments, Path log) {
    public JavaFunctions {
        if (environments < 1) {
            throw new IllegalArgumentException("At most " + environments + " environments: at least 1 is needed");
        }
    }

    /**
     * The variables by which an emulator that is started finds what {@link #write} writes.
     *
     * @param folder of the sandbox or the test
     */
    public static Map<String, String> emulatorVariables(Path folder) {
        return Map.of("LAMBDA_JAVA", file(folder).toString());
    }

    /** Writes it for the environments that are started from now on, on the JDK that runs this. */
    public void write(Checkout checkout, Path folder) {
        Map<String, Object> settings = Map.of(
                "java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "runtime",
                checkout.root().resolve("sandbox/emulator/target/runtime").toString(),
                "variables",
                variables,
                "options",
                options,
                "environments",
                environments,
                "log",
                log.toAbsolutePath().toString());
        PrivateFiles.write(file(folder), Unchecked.get(() -> JSON.std.asBytes(settings)));
    }

    private static Path file(Path folder) {
        return folder.toAbsolutePath().resolve("functions.json");
    }
}
