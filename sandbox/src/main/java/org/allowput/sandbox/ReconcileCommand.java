package org.allowput.sandbox;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.allowput.lambda.copy.KeyRule;
import org.allowput.sandbox.reconcile.InventoryFiles;
import org.allowput.sandbox.reconcile.Reconciliation;
import org.allowput.sandbox.reconcile.Report;
import org.allowput.sandbox.reconcile.Requeue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

@Command(
        name = "reconcile",
        description = "Compares the source bucket with the receipts of what was copied, and with A's inventory, and"
                + " lists what is missing or stale. The target bucket is not asked.",
        exitCodeList = "1:Something is missing or stale, sent again or not.",
        footer = {
            "",
            "bin/reconcile does the same on AWS: docs/operations.md#reconcile.",
            "Examples:",
            "  bin/sandbox reconcile --grace 0s",
            "  bin/sandbox reconcile --grace 0s --requeue --json"
        })
final class ReconcileCommand implements Callable<Integer> {
    private static final String OLD_STACK = "name account B's with --stack, and deploy it with this version.";

    /** As many as receipts are read at a time, and those that list. */
    private static final int CONNECTIONS = 48;

    @Mixin
    private StateOption state = new StateOption();

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description =
                    "Not in the sandbox but on AWS: the buckets and the queue of this stack, by the credentials and"
                            + " in the region that the AWS CLI would use.")
    private @Nullable String stack;

    @Option(names = "--prefix", defaultValue = "", description = "Only source keys that begin so.")
    private String prefix = "";

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "15m",
            converter = Span.Reader.class,
            description = "Objects that changed more recently are not reported, such as 90s, 15m, 2h, 1d. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration grace = Duration.ofMinutes(15);

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "What changed since then, such as 2026-01-31T00:00:00Z, has a receipt or is missing. Default:"
                    + " since the first receipt that is kept.")
    private @Nullable Instant since;

    @Option(
            names = "--inventory",
            paramLabel = "MANIFEST",
            description = "The manifest.json of A's S3 Inventory (CSV): a path, or s3://bucket/key that B may read.")
    private @Nullable String inventory;

    @Option(names = "--requeue", description = "Send a message for each to the queue, so that it is copied.")
    private boolean requeue;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        try {
            return stack == null ? inSandbox() : onAws(stack);
        } catch (SdkServiceException | IOException | UncheckedIOException e) {
            throw new SandboxException("The comparison could not be made: " + e.getMessage(), e);
        }
    }

    private int inSandbox() throws IOException {
        try (var sandbox = state.attach()) {
            var account = sandbox.source();
            return run(
                    sandbox.outputs(),
                    account.s3(),
                    account.sqs(),
                    account.region().id());
        }
    }

    private int onAws(String name) throws IOException {
        try (var http = Apache5HttpClient.builder().maxConnections(CONNECTIONS).build();
                var cloudFormation =
                        CloudFormationClient.builder().httpClient(http).build();
                var s3 = S3Client.builder().httpClient(http).build();
                var sqs = SqsClient.builder().httpClient(http).build()) {
            var region =
                    DefaultAwsRegionProviderChain.builder().build().getRegion().id();
            return run(StackOutputs.of(cloudFormation, name), s3, sqs, region);
        } catch (SdkClientException e) {
            throw new SandboxException("AWS did not answer: " + e.getMessage(), e);
        }
    }

    private int run(StackOutputs outputs, S3Client s3, SqsClient sqs, String region) throws IOException {
        var now = Instant.now();
        var bucket = outputs.get("SourceBucketName", OLD_STACK);
        var report = new Reconciliation(s3, bucket, prefix, rule(outputs), grace)
                .compare(
                        receipts(outputs, now),
                        Optional.ofNullable(inventory).map(place -> InventoryFiles.at(place, s3)),
                        now);
        long refused = 0;
        if (requeue) {
            refused = new Requeue(sqs, outputs.get("QueueUrl", OLD_STACK), bucket, region, InstantSource.system())
                    .send(report.findings());
        }
        print(report, refused);
        return report.findings().isEmpty() ? 0 : 1;
    }

    private void print(Report report, long refused) {
        PrintWriter out = output.writer();
        var printed = new ReconcileOutput(report, requeue ? report.findings().size() - refused : 0, requeue);
        if (output.isJson()) {
            output.print(printed.asJson());
        } else {
            printed.write(out);
        }
        out.flush();
    }

    private Optional<Reconciliation.Written> receipts(StackOutputs outputs, Instant now) {
        var bucket = outputs.find("ReceiptsBucketName");
        if (bucket.isEmpty() && inventory == null) {
            throw new SandboxException(
                    "There is nothing to compare with: deploy the stack with -c receipts.enabled=true,"
                            + " or name account A's inventory with --inventory.");
        }
        var kept = Duration.ofDays(
                Integer.parseInt(outputs.find("ReceiptsKeptDays").orElse("0")));
        return bucket.map(name -> since == null
                ? new Reconciliation.Written(name, now.minus(kept), false)
                : new Reconciliation.Written(name, since, true));
    }

    private static KeyRule rule(StackOutputs outputs) throws IOException {
        var rule = JSON.std.mapOfFrom(String.class, outputs.get("KeyRule", OLD_STACK));
        return new KeyRule(
                rule.getOrDefault("includePrefix", ""),
                rule.getOrDefault("includeSuffix", ""),
                rule.getOrDefault("stripPrefix", ""),
                rule.getOrDefault("addPrefix", ""));
    }
}
