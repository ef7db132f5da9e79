package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allowput.emulator.local.Unchecked;
import org.allowput.ops.compare.ReconcileResult;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.database.Database;
import org.allowput.ops.queue.CopyRequests;
import org.allowput.ops.redrive.Redrive;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What an operator of account B does, with the commands' own classes. */
final class SimulatedOperator {
    private final Cloud cloud;
    private final Setup setup;
    private final S3Client s3;
    private final SqsClient sqs;

    SimulatedOperator(Cloud cloud, Setup setup) {
        this.cloud = cloud;
        this.setup = setup;
        Network network = new Network(cloud, "operator");
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("OPERATOR", "secret"));
        this.s3 = S3Client.builder()
                .httpClient(network)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
        this.sqs = SqsClient.builder()
                .httpClient(network)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
    }

    /** {@code bin/redrive}. */
    void redrive() {
        cloud.time().start("operator", () -> {
            long moved =
                    new Redrive(sqs, SimulatedDeployment.URL + "dead-letters", SimulatedDeployment.URL + "queue").run();
            cloud.journal().write("operator", "redrives " + moved);
        });
    }

    /**
     * {@code bin/reconcile --requeue}.
     *
     * @param result gets the keys that were sent to the queue
     */
    void reconcile(List<String> result) {
        cloud.time().start("operator", () -> {
            result.clear();
            result.addAll(compare());
            cloud.journal().write("operator", "reconciles: " + result);
            if (!result.isEmpty()) {
                new CopyRequests(
                                sqs,
                                SimulatedDeployment.URL + "queue",
                                SimulatedDeployment.SOURCE,
                                Region.US_EAST_1,
                                cloud.time()::instant)
                        .send(result, 1_000_000);
            }
        });
    }

    private List<String> compare() {
        try (Database database = Database.open()) {
            ReconcileResult result = Unchecked.get(() -> new Reconciliation(
                            s3,
                            SimulatedDeployment.SOURCE,
                            SimulatedDeployment.TARGET,
                            "",
                            setup.selection(),
                            Duration.ofMinutes(15))
                    .compare(
                            database,
                            Optional.of(
                                    new Reconciliation.Written(SimulatedDeployment.OPERATIONS, Instant.EPOCH, true)),
                            Optional.empty(),
                            cloud.time().instant()));
            return result.unsent(List.of(), Long.MAX_VALUE);
        }
    }
}
