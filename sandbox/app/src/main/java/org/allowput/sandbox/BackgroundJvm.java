package org.allowput.sandbox;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.Ministack;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.TlsCertificate;

/** How a program of the sandbox is started that outlives this JVM and trusts the emulator. */
public record BackgroundJvm(Checkout checkout, StateDirectory directory, EmulatorAddress emulator) {
    /**
     * The first compiler alone, for what lives for seconds and enciphers little: it starts in two thirds of the time.
     */
    public static final List<String> FIRST_COMPILER = List.of("-XX:TieredStopAtLevel=1");

    /** The first compiler alone, but for ciphers and digests: {@code build/compilers} says why. */
    public static List<String> compilers(Checkout checkout) {
        return List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                // That a file was read, on standard output.
                "-XX:-DisplayVMOutput",
                "-XX:CompilerDirectivesFile=" + checkout.root().resolve("build/compilers"));
    }

    /** A session of its own, so that Ctrl-C in the terminal that started the sandbox does not end it. */
    private static final String IN_OWN_SESSION = "import os, sys; os.setsid(); os.execv(sys.argv[1], sys.argv[1:])";

    ProcessBuilder builder(List<String> compilers, String mainClass, List<String> arguments, Path log) {
        Path python = VirtualEnvironment.prepare(checkout, new Ministack(), ignored -> {})
                .python();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> words = new ArrayList<>(List.of(python.toString(), "-c", IN_OWN_SESSION));
        words.addAll(List.of(java.toString(), "-XX:+UseSerialGC"));
        words.addAll(compilers);
        words.addAll(TlsCertificate.trustedBy(emulator.certificate().trustStore()));
        words.addAll(sharedClasses(mainClass));
        words.addAll(List.of("-cp", libraries(checkout), mainClass));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        return builder;
    }

    /**
     * The classes that the program loads, in an archive that the JVM maps: it makes one when it ends and there is none,
     * or one of other jars. A program starts in half of the processor time.
     */
    private List<String> sharedClasses(String mainClass) {
        Path archive = checkout.tools().resolve(mainClass + ".jsa");
        return List.of(
                "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:aot=off");
    }

    private static String libraries(Checkout checkout) {
        return checkout.root().resolve("sandbox/app/target/lib") + "/*";
    }

    /** The sandbox's classes and libraries, as the build leaves them. */
    public static String classPath(Checkout checkout) {
        return checkout.root().resolve("sandbox/app/target/classes") + File.pathSeparator + libraries(checkout);
    }
}
