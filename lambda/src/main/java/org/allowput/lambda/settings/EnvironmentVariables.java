package org.allowput.lambda.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.event.ReplicationSession;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.s3.TargetOptions;

/**
 * The function's environment variables, read once, and every problem with them in one message. The message shows a
 * value that is wrong only where it is no secret.
 */
public final class EnvironmentVariables {
    /** The largest timeout of a function, in seconds. */
    private static final int LARGEST_TIMEOUT = 900;

    private static final int MIB = 1024 * 1024;

    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    private EnvironmentVariables(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Reads this process's environment. @throws IllegalArgumentException with all that is missing or wrong */
    public static FunctionSettings read() {
        return read(System.getenv());
    }

    public static FunctionSettings read(Map<String, String> variables) {
        return new EnvironmentVariables(variables).settings();
    }

    private FunctionSettings settings() {
        String region = required("AWS_REGION", "[a-z0-9-]+", "a region, as Lambda sets it");
        FunctionSettings.Bucket source = new FunctionSettings.Bucket(
                bucket(FunctionVariable.SOURCE_BUCKET), account(FunctionVariable.SOURCE_ACCOUNT), region);
        FunctionSettings.Bucket target = new FunctionSettings.Bucket(
                bucket(FunctionVariable.TARGET_BUCKET),
                account(FunctionVariable.TARGET_ACCOUNT),
                required(
                        FunctionVariable.TARGET_REGION, "[a-z0-9-]+", "the target bucket's region, such as eu-west-1"));
        if (source.name().equals(target.name()) && !source.name().isEmpty()) {
            problems.add("TARGET_BUCKET is SOURCE_BUCKET, " + source.name() + "; expected two buckets");
        }
        FunctionSettings.Role role = new FunctionSettings.Role(
                required(
                        FunctionVariable.TARGET_ROLE_ARN,
                        "arn:aws[a-z-]*:iam::\\d{12}:role/.+",
                        "arn:aws:iam::<target account>:role/<name>"),
                externalId(),
                sessionName());
        int reserve = number(FunctionVariable.TIME_RESERVE_SECONDS);
        ReplicatedDeletions deletions = deletions();
        FunctionSettings settings = new FunctionSettings(
                optional(FunctionVariable.DEPLOYMENT_NAME).orElse(""),
                source,
                target,
                role,
                copy(reserve, deletions),
                deletions,
                new TargetOptions(
                        optional(FunctionVariable.STORAGE_CLASS),
                        optional(FunctionVariable.TARGET_KMS_KEY_ARN),
                        flag(FunctionVariable.WRITE_ONCE)),
                otherBucket(FunctionVariable.RECEIPTS_BUCKET, source, target),
                new FunctionSettings.Queue(
                        queueUrl(FunctionVariable.QUEUE_URL),
                        queueUrl(FunctionVariable.DEAD_LETTER_QUEUE_URL),
                        number(FunctionVariable.MAX_RECEIVE_COUNT),
                        number(FunctionVariable.RETRY_DELAY_PERCENT)),
                number(FunctionVariable.MAX_CONCURRENT_COPIES),
                Duration.ofSeconds(reserve),
                largeObjects(source, target),
                Duration.ofSeconds(number(FunctionVariable.PRIMING_LIMIT_SECONDS)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The function's environment variables are not as they must be; deploy it"
                    + " with the CDK app, which sets them: " + String.join("; ", problems));
        }
        return settings;
    }

    private CopyOptions copy(int reserve, ReplicatedDeletions deletions) {
        return new CopyOptions(
                mebibytes(FunctionVariable.MULTIPART_THRESHOLD_MIB),
                mebibytes(FunctionVariable.PART_SIZE_MIB),
                number(FunctionVariable.MAX_CONCURRENT_PARTS),
                flag(FunctionVariable.REPLICATE_TAGS),
                deletions.areReplicated(),
                new ExpectedThroughput(
                        mebibytes(FunctionVariable.EXPECTED_MIB_PER_SECOND),
                        Duration.ofSeconds(LARGEST_TIMEOUT - reserve)),
                limit(),
                selection());
    }

    /** Without a workflow there is none: an object that does not fit is refused. */
    private CopyLimit limit() {
        long threshold = mebibytes(FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB);
        if (optional(FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN).isPresent()) {
            return CopyLimit.of(threshold);
        }
        return optional(FunctionVariable.LARGE_OBJECTS_BUCKET).isPresent()
                ? CopyLimit.ofWorkflow(threshold)
                : CopyLimit.NONE;
    }

    private Optional<FunctionSettings.LargeObjects> largeObjects(
            FunctionSettings.Bucket source, FunctionSettings.Bucket target) {
        Optional<String> stateMachine = optional(FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN)
                .map(set -> required(
                        FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN,
                        "arn:aws[a-z-]*:states:[a-z0-9-]+:\\d{12}:stateMachine:[^:]+",
                        "the ARN of a state machine"));
        Optional<String> results = otherBucket(FunctionVariable.LARGE_OBJECTS_BUCKET, source, target);
        long rangeSize = mebibytes(FunctionVariable.LARGE_OBJECTS_RANGE_MIB);
        return stateMachine
                .or(() -> results)
                .map(set -> new FunctionSettings.LargeObjects(stateMachine.orElse(""), results.orElse(""), rangeSize));
    }

    private Selection selection() {
        try {
            return optional(FunctionVariable.SELECTION).map(Selection::parse).orElse(Selection.ALL);
        } catch (IllegalArgumentException e) {
            problems.add(FunctionVariable.SELECTION + ": " + e.getMessage());
            return Selection.ALL;
        }
    }

    private String bucket(FunctionVariable name) {
        return required(name, "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "a bucket name of 3 to 63 characters");
    }

    private String account(FunctionVariable name) {
        return required(name, "\\d{12}", "an account of 12 digits");
    }

    private String queueUrl(FunctionVariable name) {
        return required(name, "https?://\\S+/\\d{12}/[\\w-]{1,80}", "the URL of an SQS queue");
    }

    private String externalId() {
        Optional<String> value = optional(FunctionVariable.EXTERNAL_ID);
        if (value.isEmpty() || !Pattern.matches("[\\w+=,.@:/-]{2,1224}", value.get())) {
            problems.add("EXTERNAL_ID is " + (value.isEmpty() ? "missing" : "not shown here")
                    + "; expected 2 to 1224 characters of A-Z a-z 0-9 _ + = , . @ : / -");
        }
        return value.orElse("");
    }

    /** What the audit trails of both accounts show, and the events of copies: 2 to 64 characters. */
    private String sessionName() {
        String name =
                ReplicationSession.PREFIX + optional("AWS_LAMBDA_FUNCTION_NAME").orElse("AllowPutToS3");
        return name.substring(0, Math.min(name.length(), 64));
    }

    /** In the source bucket each would be an event that brings another; the target bucket is the other account's. */
    private Optional<String> otherBucket(
            FunctionVariable variable, FunctionSettings.Bucket source, FunctionSettings.Bucket target) {
        Optional<String> bucket = optional(variable).map(set -> bucket(variable));
        if (bucket.filter(List.of(source.name(), target.name())::contains).isPresent()) {
            problems.add(variable + " is " + bucket.get() + "; expected a bucket that nothing is copied from or to");
        }
        return bucket;
    }

    private String required(Object name, String pattern, String expected) {
        Optional<String> value = optional(name);
        if (value.isEmpty() || !Pattern.matches(pattern, value.get())) {
            problems.add(
                    name + " is " + value.map(seen -> "'" + seen + "'").orElse("missing") + "; expected " + expected);
        }
        return value.orElse("");
    }

    private int number(FunctionVariable variable) {
        Optional<String> value = optional(variable);
        try {
            int number = value.map(Integer::parseInt).orElse(variable.byDefault());
            if (number >= variable.least() && number <= variable.most()) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as any other value out of range.
        }
        problems.add("%s is '%s'; expected a whole number from %d to %d"
                .formatted(variable, value.orElse(""), variable.least(), variable.most()));
        return variable.byDefault();
    }

    private long mebibytes(FunctionVariable variable) {
        return (long) number(variable) * MIB;
    }

    private ReplicatedDeletions deletions() {
        String value = optional(FunctionVariable.REPLICATE_DELETES).orElse("none");
        return ReplicatedDeletions.of(value).orElseGet(() -> {
            problems.add(FunctionVariable.REPLICATE_DELETES + " is '" + value + "'; expected one of "
                    + String.join(", ", ReplicatedDeletions.names()));
            return ReplicatedDeletions.NONE;
        });
    }

    private boolean flag(FunctionVariable name) {
        String value = optional(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(name + " is '" + value + "'; expected true or false");
        }
        return value.equals("true");
    }

    /** By a {@link FunctionVariable} or a text. CDK cannot unset a variable: an empty one counts as absent. */
    private Optional<String> optional(Object name) {
        return Optional.ofNullable(variables.get(name.toString())).filter(value -> !value.isEmpty());
    }
}
