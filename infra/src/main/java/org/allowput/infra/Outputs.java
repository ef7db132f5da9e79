package org.allowput.infra;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

/** The outputs of a stack. */
final class Outputs {
    private final Stack stack;
    private final Map<StackOutput, String> values = new EnumMap<>(StackOutput.class);

    Outputs(Stack stack) {
        this.stack = stack;
    }

    /** @param value as its text */
    void add(StackOutput output, Object value) {
        CfnOutput.Builder.create(stack, output.id())
                .description(description(output))
                .value(value.toString())
                .build();
        values.put(output, value.toString());
    }

    private static String description(StackOutput output) {
        return switch (output) {
            case VERSION -> "The version of allow-put-to-s3";
            case DEPLOYMENT_NAME -> "The setting name";
            case SOURCE_BUCKET_NAME -> "The source bucket";
            case TARGET_BUCKET_NAME -> "The target bucket";
            case OPT_INS -> "The opt-ins that are deployed";
            case TRIGGERS -> "How the function gets events: the trigger, and while it changes the previous one";
            case RESERVED_CONCURRENCY -> "The function's reserved concurrency";
            case FUNCTION_NAME -> "The function that copies";
            case FUNCTION_ALIAS_ARN -> "The alias that queue, bucket and jobs invoke";
            case FUNCTION_LOG_GROUP_NAME -> "The function's log: one JSON line for each outcome";
            case FUNCTION_ROLE_ARN -> "The function's role, which assumes the role in account A";
            case CALLER_POLICY -> """
                Lets other principals of this account assume the role, if account A trusts them: \
                docs/put-yourself.md, Which role\
                """;
            case QUEUE_URL -> "The queue of events to process";
            case DEAD_LETTER_QUEUE_URL -> "The queue of events whose objects could not be copied";
            case SELECTION -> "The objects that are copied, and the keys of their copies";
            case NOTIFICATION_CONFIGURATION -> """
                The source bucket's event notifications, for an existing or imported bucket, to put after each \
                deployment that changes them: docs/settings.md, Existing buckets\
                """;
            case OPERATIONS_BUCKET_NAME -> "What functions and jobs keep: results, receipts, manifests and reports";
            case LARGE_OBJECTS_STATE_MACHINE_ARN -> "The workflow that copies large objects";
            case LARGE_OBJECTS_FUNCTION_NAME -> "The function of that workflow";
            case LARGE_OBJECTS_LOG_GROUP_NAME -> "The log of that function";
            case BACKFILL_ROLE_ARN -> "The role of S3 Batch Operations jobs";
            case RECEIPTS_KEPT_DAYS -> "Days that receipts are kept";
            case ATHENA_DATABASE -> "Athena's database of receipts, and its workgroup";
            case RECONCILE_FUNCTION_NAME -> "The function that compares on a schedule";
            case RECONCILE_LOG_GROUP_NAME -> "The log of that function";
            case ROLE_ARN -> "What account B assumes";
            case TARGET_GRANT -> "What both accounts agree on, except the ExternalId, for account B";
            case WRITABLE_KEYS -> "The keys that the role may write";
            case TRUSTED_ROLE_NAME -> "The only role of account B that may assume the role";
            case AWS_CLI_PROFILE ->
                "For ~/.aws/config of account B's people: fill in external_id, and a profile of their own";
            case ASSUME_ROLE_COMMAND -> "The same for one session, run as account B";
        };
    }

    Map<StackOutput, String> values() {
        return Map.copyOf(values);
    }

    /** That of a further account that account A trusts. */
    void addRole(String account, String arn) {
        CfnOutput.Builder.create(stack, StackOutput.ROLE_ARN.id() + account)
                .description("What account " + account + " assumes")
                .value(arn)
                .build();
    }

    /** The version of this project, and the deployment's name if it has one. */
    void identify(Optional<String> name) {
        add(StackOutput.VERSION, Release.version());
        name.ifPresent(own -> add(StackOutput.DEPLOYMENT_NAME, own));
    }

    /**
     * Claims a bucket for one direction. CloudFormation lets no two stacks of one account and Region export the same
     * name, so a stack that copies from a bucket cannot be deployed beside one that offers it as a target: objects
     * would go to and fro for ever. Its refusal names the export, and so the bucket.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html">
     *     Exported outputs</a>
     */
    void claim(String bucket) {
        CfnOutput.Builder.create(stack, "OneWayReplication")
                .description("No other stack copies the other way: docs/settings.md, Loops")
                .value(bucket)
                // Of letters, digits, hyphens and colons; a bucket's name has dots, and no colons.
                .exportName("one-way-replication-of-bucket-" + bucket.replace('.', ':'))
                .build();
    }
}
