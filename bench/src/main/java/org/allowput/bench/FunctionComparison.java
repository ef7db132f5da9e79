package org.allowput.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.contract.selection.Selection;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.ops.reconcile.schedule.ReconcileHandler;

/** The function of {@code reconcile.schedule}: the zip for this computer's architecture. */
final class FunctionComparison {
    private static final int OBJECTS = 1000;
    private static final String OPTIONS = "-XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED";
    private static final String LIST = "<ListBucketResult><IsTruncated>false</IsTruncated>%s</ListBucketResult>";

    private FunctionComparison() {}

    /**
     * Compares {@value #OBJECTS} objects with no receipts, over TLS, in a JVM with the options that Lambda starts it
     * with where it has no SnapStart.
     *
     * @param scratch an empty folder
     */
    static Measurement measure(Path scratch) throws IOException {
        String objects = IntStream.range(0, OBJECTS).mapToObj("""
            <Contents><Key>in/%05d.csv</Key><LastModified>2026-01-31T10:00:00Z</LastModified>\
            <ETag>"e"</ETag><Size>1</Size></Contents>\
            """::formatted).collect(Collectors.joining());
        // The list of the source bucket; the operations bucket is empty.
        Map<String, String> answers = Map.of("/", LIST.formatted(""), "/" + S3Server.SOURCE, LIST.formatted(objects));
        Path event = Files.writeString(scratch.resolve("event"), "{}");
        TlsCertificate certificate = TlsCertificate.in(scratch.resolve("tls"));
        Map<String, String> variables = Map.ofEntries(
                Map.entry("JAVA_TOOL_OPTIONS", OPTIONS + " -Djava.io.tmpdir=" + scratch),
                Map.entry(StackOutput.SOURCE_BUCKET_NAME.id(), S3Server.SOURCE),
                Map.entry(StackOutput.TARGET_BUCKET_NAME.id(), S3Server.TARGET),
                Map.entry(StackOutput.SELECTION.id(), Selection.ALL.json()),
                Map.entry(StackOutput.OPERATIONS_BUCKET_NAME.id(), "operations"),
                Map.entry(StackOutput.RECEIPTS_KEPT_DAYS.id(), "30"));
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
        Path zip = Checkout.current().root().resolve("ops/commands/target/reconcile-" + architecture + ".zip");
        LambdaJvm.Function function = new LambdaJvm.Function(
                zip, ReconcileHandler.class.getName(), "", false, variables, "AWS_ENDPOINT_URL", answers);
        try (LambdaJvm jvm = LambdaJvm.start(function, scratch, certificate, UnaryOperator.identity())) {
            jvm.awaitReady();
            return jvm.call(event);
        }
    }
}
