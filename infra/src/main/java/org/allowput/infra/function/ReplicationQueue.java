package org.allowput.infra.function;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.MessageRetention;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Conditions;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * The queue of events to process, and its dead-letter queue. The function decides when a failed message returns to the
 * queue; after {@code MAX_RECEIVE_COUNT} deliveries, or at once if it can never be copied, it goes to the dead-letter
 * queue for 14 days.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html">
 *     Granting S3 permission to publish</a>
 */
public final class ReplicationQueue extends Construct {
    public static final String EVENTBRIDGE = "events.amazonaws.com";

    private final Queue queue;
    private final Queue deadLetters;

    public ReplicationQueue(Construct scope, String id, Settings settings) {
        super(scope, id);
        Optional<String> key = settings.encryption().kmsKeyArn();
        deadLetters = builder("DeadLetters", key)
                .retentionPeriod(Duration.days(MessageRetention.DEAD_LETTERS.toDays()))
                .build();
        queue = builder("Queue", key)
                .retentionPeriod(Duration.days(MessageRetention.QUEUE.toDays()))
                .visibilityTimeout(Duration.seconds(settings.queue().visibilityTimeout(settings.function())))
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(deadLetters)
                        .maxReceiveCount(FunctionVariable.MAX_RECEIVE_COUNT.byDefault())
                        .build())
                .build();
    }

    private Queue.Builder builder(String id, Optional<String> key) {
        Queue.Builder builder = Queue.Builder.create(this, id).enforceSsl(true);
        return key.map(arn -> builder.encryption(QueueEncryption.KMS)
                        .encryptionMasterKey(Key.fromKeyArn(this, id + "Key", arn)))
                .orElseGet(() -> builder.encryption(QueueEncryption.SQS_MANAGED));
    }

    /** Lets S3 send for that bucket of that account only. */
    public void allowMessagesOf(String bucket, String account) {
        allowSending(queue, "SourceBucketSends", "s3.amazonaws.com", Arns.bucket(bucket), account);
    }

    /** Who may send. */
    public IDependable policy() {
        return queue.getNode().findChild("Policy");
    }

    /** Lets EventBridge send for that rule only, to either queue: to one what it could not send to the other. */
    public void allowMessagesOfRule(String sid, String ruleArn, String account) {
        allowSending(queue, sid, EVENTBRIDGE, ruleArn, account);
        allowSending(deadLetters, sid, EVENTBRIDGE, ruleArn, account);
    }

    /** Lets a service send for that one resource of that account only. */
    public static void allowSending(Queue to, String sid, String service, String forArn, String account) {
        to.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid(sid)
                .actions(List.of("sqs:SendMessage"))
                .principals(List.of(new ServicePrincipal(service)))
                .resources(List.of(to.getQueueArn()))
                .conditions(Conditions.actingFor(forArn, account))
                .build());
    }

    public String arn() {
        return queue.getQueueArn();
    }

    public String name() {
        return queue.getQueueName();
    }

    public String deadLettersName() {
        return deadLetters.getQueueName();
    }

    public String url() {
        return queue.getQueueUrl();
    }

    public String deadLettersArn() {
        return deadLetters.getQueueArn();
    }

    public String deadLettersUrl() {
        return deadLetters.getQueueUrl();
    }
}
