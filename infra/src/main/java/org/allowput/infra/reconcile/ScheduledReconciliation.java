package org.allowput.infra.reconcile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.FunctionClass;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.IamPattern;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.Receipts;
import org.allowput.infra.function.FunctionPermissions;
import org.allowput.infra.function.FunctionResources;
import org.allowput.infra.function.FunctionSchedule;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * A function that compares the source bucket with the receipts, and the schedule that invokes it. It reads lists,
 * receipts and required tags, no content of an object, and nothing in account A.
 */
public final class ScheduledReconciliation extends Construct {
    /** Of the stack's outputs: the environment variables have the same names. */
    private static final List<StackOutput> VARIABLES = List.of(
            StackOutput.SOURCE_BUCKET_NAME,
            StackOutput.TARGET_BUCKET_NAME,
            StackOutput.OPT_INS,
            StackOutput.SELECTION,
            StackOutput.OPERATIONS_BUCKET_NAME,
            StackOutput.RECEIPTS_KEPT_DAYS,
            StackOutput.QUEUE_URL,
            StackOutput.DEAD_LETTER_QUEUE_URL);

    /** Lambda's maximum. */
    private static final Duration TIMEOUT = Duration.minutes(15);
    /** One vCPU. */
    private static final int MEMORY = 1769;
    /** For temporary files: some hundred bytes per key and receipt, twice while they are merged. */
    private static final Size DISK = Size.gibibytes(4);

    private final LogGroup log;
    private final Function function;

    /**
     * @param schedule as EventBridge Scheduler takes it
     * @param outputs of the stack
     */
    public ScheduledReconciliation(
            Construct scope,
            String id,
            Settings settings,
            Path zip,
            String schedule,
            ReplicationQueue queue,
            Map<StackOutput, String> outputs) {
        super(scope, id);
        String description = "Compares " + settings.source().bucketName() + " with the receipts of its copies";
        log = FunctionResources.log(this, settings);
        Map<String, String> variables = new TreeMap<>();
        VARIABLES.forEach(output -> variables.put(output.id(), Objects.requireNonNull(outputs.get(output))));
        settings.name().ifPresent(name -> variables.put(FunctionVariable.DEPLOYMENT_NAME.name(), name));
        variables.put("REQUEUE", Boolean.toString(settings.reconcile().requeue()));
        variables.putAll(settings.network().variables());
        function = FunctionResources.function(this, settings, zip, log, role(settings, queue, description))
                .description(description)
                .handler(FunctionClass.RECONCILE_HANDLER.qualifiedName())
                .memorySize(MEMORY)
                .ephemeralStorageSize(DISK)
                .timeout(TIMEOUT)
                // The next run compares again.
                .retryAttempts(0)
                .environment(variables)
                .build();
        FunctionResources.configure(function, settings);
        FunctionSchedule.create(this, settings, description, schedule, function.getFunctionArn(), Optional.empty());
    }

    private Role role(Settings settings, ReplicationQueue queue, String description) {
        Permissions permissions = new Permissions();
        permissions.allowListingSource(settings);
        if (settings.selection().requiresTag()) {
            permissions.allow(
                    "ReadSourceTags", List.of("s3:GetObjectTagging"), FunctionPermissions.sourceObjects(settings));
        }
        String operations = settings.operations().bucketName();
        // The request lists keys with that prefix; it has one. S3 answers 403 for a missing object then.
        permissions.allow(
                "ListReceipts",
                List.of("s3:ListBucket"),
                Arns.bucket(operations),
                Map.of("StringLike", Map.of("s3:prefix", IamPattern.startingWith(Receipts.PREFIX))));
        permissions.allow("ReadReceipts", List.of("s3:GetObject"), Arns.objects(operations, Receipts.PREFIX));
        FunctionPermissions.allowRunning(permissions, settings, log.getLogGroupArn());
        if (settings.reconcile().requeue()) {
            permissions.allow("SendToQueue", List.of("sqs:GetQueueAttributes", "sqs:SendMessage"), queue.arn());
            permissions.allow(
                    "ReadDeadLetters",
                    List.of("sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"),
                    queue.deadLettersArn());
            permissions.allowQueueKey(settings);
            permissions.allowPreviousQueueKeys(settings);
        }
        return Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .description(description)
                .inlinePolicies(Map.of("Reconcile", permissions.document()))
                .build();
    }

    public String name() {
        return function.getFunctionName();
    }

    public String logGroupName() {
        return log.getLogGroupName();
    }
}
