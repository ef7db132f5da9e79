package org.allowput.bench;

import com.sun.net.httpserver.HttpExchange;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.contract.selection.Selection;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ServerTls;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.ops.reconcile.schedule.ReconcileHandler;

/** The function of {@code reconcile.schedule}: the zip for this computer's architecture. */
final class FunctionComparison {
    private static final int OBJECTS = 1000;

    private FunctionComparison() {}

    static Path zip() {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
        return Checkout.current().root().resolve("ops/commands/target/reconcile-" + architecture + ".zip");
    }

    /**
     * Compares {@value #OBJECTS} objects with no receipts, over TLS, in a JVM with the options that Lambda starts it
     * with where it has no SnapStart.
     *
     * @param scratch an empty folder
     */
    static Measurement measure(Path scratch) throws IOException {
        Path function = scratch.resolve("function");
        LambdaJvm.unzip(zip(), function);
        String classPath =
                String.join(File.pathSeparator, function.toString(), function + "/lib/*", LambdaJvm.ownClasses());
        TlsCertificate certificate = TlsCertificate.in(scratch.resolve("tls"));
        try (LoopbackServer s3 = LoopbackServer.start(ServerTls.of(certificate.folder()), FunctionComparison::answer)) {
            List<String> command = LambdaJvm.command(certificate, classPath, FunctionProgram.Invocations.class);
            Path event = Files.writeString(scratch.resolve("event"), "{}");
            command.addAll(List.of(ReconcileHandler.class.getName(), "", event.toString()));
            command.addAll(List.of(scratch.resolve("before").toString(), "false"));
            return Measurement.of(command, environment(s3, scratch));
        }
    }

    private static Map<String, String> environment(LoopbackServer s3, Path scratch) {
        return Map.ofEntries(
                Map.entry(
                        "JAVA_TOOL_OPTIONS",
                        "-XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir=" + scratch),
                Map.entry("AWS_ACCESS_KEY_ID", S3Server.OWNER.accessKeyId()),
                Map.entry("AWS_SECRET_ACCESS_KEY", S3Server.OWNER.secretAccessKey()),
                Map.entry("AWS_REGION", S3Server.REGION),
                Map.entry("AWS_ENDPOINT_URL", s3.address().toString()),
                Map.entry(StackOutput.SOURCE_BUCKET_NAME.id(), S3Server.SOURCE),
                Map.entry(StackOutput.TARGET_BUCKET_NAME.id(), S3Server.TARGET),
                Map.entry(StackOutput.SELECTION.id(), Selection.ALL.json()),
                Map.entry(StackOutput.OPERATIONS_BUCKET_NAME.id(), "operations"),
                Map.entry(StackOutput.RECEIPTS_KEPT_DAYS.id(), "30"));
    }

    /** S3's list of the source bucket; the operations bucket is empty. */
    private static void answer(HttpExchange exchange) throws IOException {
        boolean isSource = exchange.getRequestURI().getPath().startsWith("/" + S3Server.SOURCE);
        String objects = IntStream.range(0, isSource ? OBJECTS : 0)
                .mapToObj("""
                    <Contents><Key>in/%05d.csv</Key><LastModified>2026-01-31T10:00:00Z</LastModified>\
                    <ETag>"e"</ETag><Size>1</Size></Contents>\
                    """::formatted)
                .collect(Collectors.joining());
        LoopbackServer.reply(
                exchange, "<ListBucketResult><IsTruncated>false</IsTruncated>" + objects + "</ListBucketResult>");
    }
}
