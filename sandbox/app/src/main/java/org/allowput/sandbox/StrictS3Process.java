package org.allowput.sandbox;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.Ministack;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.BackgroundProcess;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.HealthCheck;
import org.allowput.emulator.local.StartedProcess;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.proxy.StrictProxyMain;

/**
 * The process of the strict S3 and STS in front of the emulator, which outlives this JVM: it refuses what AWS refuses.
 */
public record StrictS3Process(Checkout checkout, StateDirectory directory, EmulatorAddress emulator, int port) {
    /** A session of its own, so that Ctrl-C in the terminal that started the sandbox does not end it. */
    private static final String IN_OWN_SESSION = "import os, sys; os.setsid(); os.execv(sys.argv[1], sys.argv[1:])";

    /** Starts it, and waits until it answers. */
    void start(Consumer<StartedProcess> started) {
        ProcessBuilder builder = new ProcessBuilder(words())
                .directory(directory.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(directory.strictLog().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        Path trustStore = emulator.certificate().trustStore();
        new HealthCheck(
                        "strict S3",
                        Sandbox.strictAddress(port).resolve("/_ministack/health"),
                        trustStore,
                        directory.strictLog())
                .await(BackgroundProcess.start(builder, started));
    }

    private List<String> words() {
        String main = StrictProxyMain.class.getName();
        Path python = VirtualEnvironment.prepare(checkout, new Ministack(), ignored -> {})
                .python();
        List<String> words = new ArrayList<>(List.of(python.toString(), "-c", IN_OWN_SESSION));
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-XX:+UseSerialGC");
        words.addAll(SandboxFunctions.compilers(checkout));
        words.addAll(TlsCertificate.trustedBy(emulator.certificate().trustStore()));
        // The classes that it loads, in an archive that the JVM maps, which halves the processor time of its start. It
        // makes one when it ends and there is none, or one of other jars.
        words.addAll(List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + checkout.tools().resolve(main + ".jsa"),
                "-Xlog:cds=off",
                "-Xlog:aot=off"));
        words.addAll(List.of("-cp", libraries(checkout), main));
        words.addAll(List.of(Integer.toString(port), Integer.toString(emulator.port())));
        words.add(directory.folder().resolve("tls").toString());
        return words;
    }

    private static String libraries(Checkout checkout) {
        return checkout.root().resolve("sandbox/app/target/lib") + "/*";
    }

    /** The sandbox's classes and libraries, as the build leaves them. */
    public static String classPath(Checkout checkout) {
        return checkout.root().resolve("sandbox/app/target/classes") + File.pathSeparator + libraries(checkout);
    }
}
