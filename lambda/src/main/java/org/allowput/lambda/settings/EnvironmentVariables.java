package org.allowput.lambda.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.event.ReplicationSession;
import org.allowput.lambda.copy.CopyOptions;
import org.allowput.lambda.s3.TargetOptions;
import org.allowput.lambda.variables.VariableReader;

/**
 * Reads the function's environment variables once, and reports every problem with them in one message. The message
 * shows a value that is wrong only if it is not secret.
 */
public final class EnvironmentVariables {
    private final VariableReader variables;

    private EnvironmentVariables(VariableReader variables) {
        this.variables = variables;
    }

    /** Reads this process's environment. @throws IllegalArgumentException with all that is missing or wrong */
    public static FunctionSettings read() {
        return read(System.getenv());
    }

    public static FunctionSettings read(Map<String, String> variables) {
        return new EnvironmentVariables(new VariableReader(variables)).settings();
    }

    private FunctionSettings settings() {
        String region = variables.required("AWS_REGION", "[a-z0-9-]+", "a region, as Lambda sets it");
        FunctionSettings.Bucket source = new FunctionSettings.Bucket(
                bucket(FunctionVariable.SOURCE_BUCKET), account(FunctionVariable.SOURCE_ACCOUNT), region);
        FunctionSettings.Bucket target = new FunctionSettings.Bucket(
                bucket(FunctionVariable.TARGET_BUCKET),
                account(FunctionVariable.TARGET_ACCOUNT),
                variables.required(
                        FunctionVariable.TARGET_REGION, "[a-z0-9-]+", "the target bucket's region, such as eu-west-1"));
        if (source.name().equals(target.name()) && !source.name().isEmpty()) {
            variables.problems().add("TARGET_BUCKET is SOURCE_BUCKET, " + source.name() + "; expected two buckets");
        }
        FunctionSettings.Role role = new FunctionSettings.Role(
                variables.required(
                        FunctionVariable.TARGET_ROLE_ARN,
                        "arn:aws[a-z-]*:iam::\\d{12}:role/.+",
                        "arn:aws:iam::<target account>:role/<name>"),
                externalId(),
                sessionName());
        int reserve = variables.number(FunctionVariable.TIME_RESERVE_SECONDS);
        ReplicatedDeletions deletions = deletions();
        FunctionSettings settings = new FunctionSettings(
                variables.optional(FunctionVariable.DEPLOYMENT_NAME).orElse(""),
                source,
                target,
                role,
                CopyOptions.read(variables, deletions, reserve),
                deletions,
                TargetOptions.read(variables),
                otherBucket(FunctionVariable.RECEIPTS_BUCKET, source, target),
                new FunctionSettings.Queue(
                        queueUrl(FunctionVariable.QUEUE_URL),
                        queueUrl(FunctionVariable.DEAD_LETTER_QUEUE_URL),
                        variables.number(FunctionVariable.MAX_RECEIVE_COUNT),
                        variables.number(FunctionVariable.RETRY_DELAY_PERCENT)),
                variables.number(FunctionVariable.MAX_CONCURRENT_COPIES),
                Duration.ofSeconds(reserve),
                largeObjects(source, target),
                Duration.ofSeconds(variables.number(FunctionVariable.PRIMING_LIMIT_SECONDS)));
        if (!variables.problems().isEmpty()) {
            throw new IllegalArgumentException("The function's environment variables are not as they must be; deploy it"
                    + " with the CDK app, which sets them: " + String.join("; ", variables.problems()));
        }
        return settings;
    }

    private Optional<FunctionSettings.LargeObjects> largeObjects(
            FunctionSettings.Bucket source, FunctionSettings.Bucket target) {
        Optional<String> stateMachine = variables
                .optional(FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN)
                .map(set -> variables.required(
                        FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN,
                        "arn:aws[a-z-]*:states:[a-z0-9-]+:\\d{12}:stateMachine:[^:]+",
                        "the ARN of a state machine"));
        Optional<String> results = otherBucket(FunctionVariable.LARGE_OBJECTS_BUCKET, source, target);
        long rangeSize = variables.mebibytes(FunctionVariable.LARGE_OBJECTS_RANGE_MIB);
        return stateMachine
                .or(() -> results)
                .map(set -> new FunctionSettings.LargeObjects(stateMachine.orElse(""), results.orElse(""), rangeSize));
    }

    private String bucket(FunctionVariable name) {
        return variables.required(name, "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "a bucket name of 3 to 63 characters");
    }

    private String account(FunctionVariable name) {
        return variables.required(name, "\\d{12}", "an account of 12 digits");
    }

    private String queueUrl(FunctionVariable name) {
        return variables.required(name, "https?://\\S+/\\d{12}/[\\w-]{1,80}", "the URL of an SQS queue");
    }

    private String externalId() {
        Optional<String> value = variables.optional(FunctionVariable.EXTERNAL_ID);
        if (value.isEmpty() || !Pattern.matches("[\\w+=,.@:/-]{2,1224}", value.get())) {
            variables
                    .problems()
                    .add("EXTERNAL_ID is " + (value.isEmpty() ? "missing" : "not shown here")
                            + "; expected 2 to 1224 characters of A-Z a-z 0-9 _ + = , . @ : / -");
        }
        return value.orElse("");
    }

    /** What the audit trails of both accounts show, and the events of copies: 2 to 64 characters. */
    private String sessionName() {
        String name = ReplicationSession.PREFIX
                + variables.optional("AWS_LAMBDA_FUNCTION_NAME").orElse("AllowPutToS3");
        return name.substring(0, Math.min(name.length(), 64));
    }

    /** In the source bucket each would be an event that brings another; the target bucket is the other account's. */
    private Optional<String> otherBucket(
            FunctionVariable variable, FunctionSettings.Bucket source, FunctionSettings.Bucket target) {
        Optional<String> bucket = variables.optional(variable).map(set -> bucket(variable));
        if (bucket.filter(List.of(source.name(), target.name())::contains).isPresent()) {
            variables
                    .problems()
                    .add(variable + " is " + bucket.get() + "; expected a bucket that nothing is copied from or to");
        }
        return bucket;
    }

    private ReplicatedDeletions deletions() {
        String value = variables.optional(FunctionVariable.REPLICATE_DELETES).orElse("none");
        return ReplicatedDeletions.of(value).orElseGet(() -> {
            variables
                    .problems()
                    .add(FunctionVariable.REPLICATE_DELETES + " is '" + value + "'; expected one of "
                            + String.join(", ", ReplicatedDeletions.names()));
            return ReplicatedDeletions.NONE;
        });
    }
}
