package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.local.Unchecked;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.compare.Database;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.queue.CopyRequests;
import org.allowput.ops.queue.DeadLetters;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What an operator of account B does, with the commands' own classes. */
final class SimulatedOperator {
    private final Cloud cloud;
    private final DeployedStack stack;

    SimulatedOperator(Cloud cloud) {
        this.cloud = cloud;
        Network network = new Network(cloud, "operator");
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("OPERATOR", "secret"));
        Map<String, String> outputs = new TreeMap<>();
        outputs.put(StackOutput.SOURCE_BUCKET_NAME.id(), SimulatedDeployment.SOURCE);
        outputs.put(StackOutput.TARGET_BUCKET_NAME.id(), SimulatedDeployment.TARGET);
        outputs.put(StackOutput.OPERATIONS_BUCKET_NAME.id(), SimulatedDeployment.OPERATIONS);
        outputs.put(StackOutput.RECEIPTS_KEPT_DAYS.id(), "90");
        outputs.put(StackOutput.QUEUE_URL.id(), SimulatedDeployment.URL + "queue");
        outputs.put(StackOutput.SELECTION.id(), cloud.setup.selection().json());
        this.stack = new DeployedStack(
                new ServiceClients() {
                    @Override
                    public Region region() {
                        return Region.US_EAST_1;
                    }

                    @Override
                    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
                        return builder.httpClient(network).region(region()).credentialsProvider(credentials);
                    }

                    /** Retries take no time of the simulation. */
                    @Override
                    public S3Client patientS3() {
                        return s3();
                    }
                },
                new StackOutputs("simulated", outputs));
    }

    /** {@code bin/redrive}. */
    void redrive() {
        cloud.time.start("operator", () -> {
            long moved = new DeadLetters(stack.clients().sqs(), SimulatedDeployment.URL + "dead-letters")
                    .move(SimulatedDeployment.URL + "queue", letter -> true);
            cloud.journal.write("operator", "redrives " + moved);
        });
    }

    /**
     * {@code bin/reconcile --requeue}.
     *
     * @param result gets the keys that were sent to the queue
     */
    void reconcile(List<String> result) {
        cloud.time.start("operator", () -> {
            result.clear();
            result.addAll(compare());
            cloud.journal.write("operator", "reconciles: " + result);
            if (!result.isEmpty()) {
                new CopyRequests(stack, cloud.time::instant).send(result, 1_000_000);
            }
        });
    }

    private List<String> compare() {
        try (Database database = new Database()) {
            Reconciliation all = new Reconciliation(Duration.ofMinutes(15), Instant.EPOCH);
            Unchecked.run(() -> all.compare(stack, "", database, cloud.time.instant()));
            return database.texts("FROM unsent ORDER BY key");
        }
    }
}
