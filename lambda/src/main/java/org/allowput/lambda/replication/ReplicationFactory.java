package org.allowput.lambda.replication;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.lambda.large.Executions;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.retry.FailedMessageScheduler;
import org.allowput.lambda.retry.RetrySchedule;
import org.allowput.lambda.role.RoleSession;
import org.allowput.lambda.role.SessionPolicy;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.CopySession;
import org.allowput.lambda.session.NarrowedCopySession;
import org.allowput.lambda.session.RoleCopySession;
import org.allowput.lambda.settings.FunctionSettings;
import software.amazon.awssdk.core.sync.RequestBody;

/** Makes what one invocation needs from the clients that all invocations share. */
public final class ReplicationFactory {
    private final FunctionSettings settings;
    private final AwsClients clients;
    private final CopySession sharedSession;

    public ReplicationFactory(AwsClients clients) {
        this(clients, clients.sharedSession());
    }

    /** @param sharedSession the session that all invocations share, which is never closed here */
    public ReplicationFactory(AwsClients clients, CopySession sharedSession) {
        this.settings = clients.settings();
        this.clients = clients;
        this.sharedSession = sharedSession;
    }

    /** The replication of one invocation, which writes its outcomes to the log. */
    public Replication create(Log log, String requestId) {
        InstantSource clock = clients.system().clock();
        Reporter reporter = new Reporter(settings, log, clock, requestId, clients::getAndResetCounts);
        return new Replication(
                settings,
                sessionFactory(requestId),
                handOver(),
                reporter,
                receiptLog(reporter, clock, requestId),
                failedMessages(reporter),
                clients.system().threads());
    }

    /** Opens the session that all invocations share, or one that is narrowed to the keys of this invocation. */
    public CopySession.Factory sessionFactory(String requestId) {
        if (!settings.role().narrowed()) {
            // Not the session itself: the end of an invocation must not close it.
            return targetKeys -> (task, deadline) -> sharedSession.copy(task, deadline);
        }
        return targetKeys -> new NarrowedCopySession(
                targetKeys, bucket(), policy -> clients.openSession(narrowed(policy, requestId)));
    }

    /** Opens a session of its own for one key. The caller closes it. */
    RoleCopySession openSession(String requestId, String targetKey) {
        if (!settings.role().narrowed()) {
            return clients.openSession(settings.role().session());
        }
        SessionPolicy policy =
                SessionPolicy.naming(List.of(targetKey), bucket()).getFirst();
        return clients.openSession(narrowed(policy, requestId));
    }

    private RoleSession narrowed(SessionPolicy policy, String requestId) {
        FunctionSettings.Role role = settings.role();
        return role.session().restrictedTo(policy, role.sessionName(requestId));
    }

    private SessionPolicy.Bucket bucket() {
        String partition = settings.role().arn().split(":", 3)[1];
        return new SessionPolicy.Bucket(
                "arn:" + partition + ":s3:::" + settings.target().name(),
                settings.options().kmsKey().orElse(""));
    }

    private Replication.HandOver handOver() {
        String stateMachine = settings.large()
                .map(FunctionSettings.LargeObjects::stateMachine)
                .orElse("");
        if (stateMachine.isEmpty()) {
            return (event, object) -> {
                throw new IllegalStateException("without a workflow no object is too large to be tried");
            };
        }
        return new Executions(clients.stepFunctions(), stateMachine)::start;
    }

    private Replication.FailedMessages failedMessages(Reporter reporter) {
        FailedMessageScheduler scheduler = new FailedMessageScheduler(
                clients.sqs(),
                settings.queue().url(),
                settings.queue().deadLetterUrl(),
                new RetrySchedule(clients.system().random(), settings.queue().delayPercent()),
                settings.queue().maxDeliveries(),
                reporter);
        return (messages, results, deadline) -> scheduler.settle(messages, results, deadline::remaining);
    }

    Replication.ReceiptLog receiptLog(Reporter reporter, InstantSource clock, String requestId) {
        List<ReceiptWriter> writers = new ArrayList<>();
        settings.receipts()
                .ifPresent(bucket -> writers.add(new ReceiptWriter(
                        (key, content) -> putReceipts(bucket, key, content),
                        Receipts.PREFIX,
                        EnumSet.allOf(Receipt.Kind.class),
                        settings,
                        reporter,
                        requestId,
                        clients.system().threads())));
        settings.copy()
                .selection()
                .deliverTo()
                .ifPresent(prefix -> writers.add(new ReceiptWriter(
                        (key, content) -> deliver(requestId, key, content),
                        prefix,
                        Receipt.Kind.OF_TARGET,
                        settings,
                        reporter,
                        requestId,
                        clients.system().threads())));
        return (outcomes, deliveries, deadline) -> {
            Instant now = clock.instant();
            writers.forEach(writer -> writer.write(outcomes, deliveries, deadline, now));
        };
    }

    private void putReceipts(String bucket, String key, byte[] content) {
        clients.source()
                .putObject(
                        request -> request.bucket(bucket)
                                .key(key)
                                .expectedBucketOwner(settings.source().account())
                                .contentType("application/gzip"),
                        RequestBody.fromBytes(content));
    }

    private void deliver(String requestId, String key, byte[] content) {
        if (!settings.role().narrowed()) {
            clients.sharedSession().deliveryNotes().put(key, content);
            return;
        }
        try (RoleCopySession session = openSession(requestId, key)) {
            session.deliveryNotes().put(key, content);
        }
    }
}
