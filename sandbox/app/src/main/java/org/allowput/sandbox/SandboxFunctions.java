package org.allowput.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.FunctionVariable;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.JavaFunctions;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.TlsCertificate;

/** The environment that functions get in a sandbox besides what is deployed. */
public final class SandboxFunctions {
    /**
     * A system property, true where functions copy small objects only: their JVMs then do without the second compiler.
     */
    public static final String SMALL_OBJECTS = "sandbox.smallObjects";

    private SandboxFunctions() {}

    /**
     * The addresses of the emulator and trust in it. No snapshot is taken, and each start would go through all that the
     * function does for one: it primes nothing, with the compilers of the command line, as JVMs without a snapshot.
     *
     * @param s3AndSts their address for the functions
     * @param additions to the functions' environment variables
     */
    public static JavaFunctions of(
            Checkout checkout, EmulatorAddress emulator, URI s3AndSts, Map<String, String> additions, Path log) {
        Map<String, String> variables = new TreeMap<>(Map.of(
                "AWS_ENDPOINT_URL",
                emulator.endpoint().toString(),
                "AWS_ENDPOINT_URL_S3",
                s3AndSts.toString(),
                "AWS_ENDPOINT_URL_STS",
                s3AndSts.toString(),
                FunctionVariable.PRIMING_LIMIT_SECONDS.name(),
                "0"));
        FunctionVariable.OF_SNAPSHOTS.forEach((name, value) -> variables.put(name, ""));
        variables.putAll(additions);
        List<String> options =
                new ArrayList<>(TlsCertificate.trustedBy(emulator.certificate().trustStore()));
        options.addAll(Boolean.getBoolean(SMALL_OBJECTS) ? List.of("-XX:TieredStopAtLevel=1") : compilers(checkout));
        return new JavaFunctions(
                variables, options, Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8), log);
    }

    /** The first compiler alone, but for ciphers and digests: {@code build/compilers} says why. */
    static List<String> compilers(Checkout checkout) {
        return List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                // That a file was read, on standard output.
                "-XX:-DisplayVMOutput",
                "-XX:CompilerDirectivesFile=" + checkout.root().resolve("build/compilers"));
    }
}
