package org.allowput.lambda.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.allowput.contract.AfterCopy;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyLimit;
import org.allowput.lambda.copy.CopyOptions;
import org.allowput.lambda.copy.ExpectedThroughput;
import org.allowput.lambda.s3.TargetOptions;

/**
 * The function's environment variables, read once, and every problem with them in one message. The message shows a
 * value that is wrong only where it is no secret.
 */
public final class EnvironmentVariables {
    /** The largest timeout of a function, in seconds. */
    private static final int LARGEST_TIMEOUT = 900;

    private static final int MIB = 1024 * 1024;

    private static final String STATE_MACHINE = "LARGE_OBJECTS_STATE_MACHINE_ARN";
    private static final String RESULTS = "LARGE_OBJECTS_BUCKET";
    private static final String THRESHOLD = "LARGE_OBJECTS_THRESHOLD_MIB";

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
        FunctionSettings.Bucket source =
                new FunctionSettings.Bucket(bucket("SOURCE_BUCKET"), account("SOURCE_ACCOUNT"), region);
        FunctionSettings.Bucket target = new FunctionSettings.Bucket(
                bucket("TARGET_BUCKET"),
                account("TARGET_ACCOUNT"),
                required("TARGET_REGION", "[a-z0-9-]+", "the target bucket's region, such as eu-west-1"));
        if (source.name().equals(target.name()) && !source.name().isEmpty()) {
            problems.add("TARGET_BUCKET is SOURCE_BUCKET, " + source.name() + "; expected two buckets");
        }
        FunctionSettings.Role role = new FunctionSettings.Role(
                required(
                        "TARGET_ROLE_ARN",
                        "arn:aws[a-z-]*:iam::\\d{12}:role/.+",
                        "arn:aws:iam::<target account>:role/<name>"),
                externalId(),
                sessionName(),
                flag("SET_SOURCE_IDENTITY"),
                flag("NARROW_SESSIONS"));
        int reserve = number("TIME_RESERVE_SECONDS", 10, 2, 300);
        FunctionSettings settings = new FunctionSettings(
                optional("DEPLOYMENT_NAME").orElse(""),
                source,
                target,
                role,
                copy(reserve),
                new TargetOptions(optional("STORAGE_CLASS"), optional("TARGET_KMS_KEY_ARN"), flag("WRITE_ONCE")),
                afterCopy(),
                receipts(source, target),
                new FunctionSettings.Queue(
                        queueUrl("QUEUE_URL"),
                        queueUrl("DEAD_LETTER_QUEUE_URL"),
                        number("MAX_RECEIVE_COUNT", 100, 1, 1000),
                        number("RETRY_DELAY_PERCENT", 100, 1, 100)),
                number("MAX_CONCURRENT_COPIES", 10, 1, 1000),
                Duration.ofSeconds(reserve),
                largeObjects(source, target),
                // An initialization for SnapStart may take 130 s, hooks included, or the function's timeout:
                // https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html
                Duration.ofSeconds(number("PRIMING_SECONDS", 110, 0, 120)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The function's environment variables are not as they must be; deploy it"
                    + " with the CDK app, which sets them: " + String.join("; ", problems));
        }
        return settings;
    }

    private AfterCopy afterCopy() {
        String value = optional(AfterCopy.VARIABLE).orElse(AfterCopy.NONE.toString());
        return AfterCopy.of(value).orElseGet(() -> {
            problems.add(AfterCopy.VARIABLE + " is '" + value + "'; expected none, tag, delete or event");
            return AfterCopy.NONE;
        });
    }

    private CopyOptions copy(int reserve) {
        long threshold = (long) number("MULTIPART_THRESHOLD_MIB", 64, 5, 5 * 1024) * MIB;
        long bytesPerSecond = (long) number("EXPECTED_MIB_PER_SECOND", 50, 1, 10_000) * MIB;
        return new CopyOptions(
                threshold,
                (long) number("PART_SIZE_MIB", 32, 5, 5 * 1024) * MIB,
                number("MAX_CONCURRENT_PARTS", 4, 1, 100),
                flag("REPLICATE_TAGS"),
                flag("REPLICATE_DELETES"),
                new ExpectedThroughput(bytesPerSecond, Duration.ofSeconds(LARGEST_TIMEOUT - reserve)),
                limit(),
                selection());
    }

    /** Without a workflow there is none: an object that does not fit is refused. */
    private CopyLimit limit() {
        long threshold = (long) number(THRESHOLD, 5 * 1024, 5, 100 * 1024) * MIB;
        if (optional(STATE_MACHINE).isPresent()) {
            return CopyLimit.of(threshold);
        }
        return optional(RESULTS).isPresent() ? CopyLimit.ofWorkflow(threshold) : CopyLimit.NONE;
    }

    private Optional<FunctionSettings.LargeObjects> largeObjects(
            FunctionSettings.Bucket source, FunctionSettings.Bucket target) {
        if (optional(STATE_MACHINE).isEmpty() && optional(RESULTS).isEmpty()) {
            return Optional.empty();
        }
        String stateMachine = optional(STATE_MACHINE)
                .map(set -> required(
                        STATE_MACHINE,
                        "arn:aws[a-z-]*:states:[a-z0-9-]+:\\d{12}:stateMachine:[^:]+",
                        "the ARN of a state machine"))
                .orElse("");
        String results = optional(RESULTS).map(set -> bucket(RESULTS)).orElse("");
        if (!results.isEmpty() && List.of(source.name(), target.name()).contains(results)) {
            problems.add(RESULTS + " is " + results + "; expected a bucket that nothing is copied from or to");
        }
        return Optional.of(new FunctionSettings.LargeObjects(
                stateMachine, results, (long) number("LARGE_OBJECTS_RANGE_MIB", 15 * 1024, 5, 1024 * 1024) * MIB));
    }

    private Selection selection() {
        try {
            return optional(Selection.VARIABLE).map(Selection::parse).orElse(Selection.ALL);
        } catch (IllegalArgumentException e) {
            problems.add(Selection.VARIABLE + ": " + e.getMessage());
            return Selection.ALL;
        }
    }

    private String bucket(String name) {
        return required(name, "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "a bucket name of 3 to 63 characters");
    }

    private String account(String name) {
        return required(name, "\\d{12}", "an account of 12 digits");
    }

    private String queueUrl(String name) {
        return required(name, "https?://\\S+/\\d{12}/[\\w-]{1,80}", "the URL of an SQS queue");
    }

    private String externalId() {
        Optional<String> value = optional("EXTERNAL_ID");
        if (value.isEmpty() || !Pattern.matches("[\\w+=,.@:/-]{2,1224}", value.get())) {
            problems.add("EXTERNAL_ID is " + (value.isEmpty() ? "missing" : "not shown here")
                    + "; expected 2 to 1224 characters of A-Z a-z 0-9 _ + = , . @ : / -");
        }
        return value.orElse("");
    }

    /** What the audit trails of both accounts show: 2 to 64 characters, where a function's name may be of one. */
    private String sessionName() {
        String function = optional("AWS_LAMBDA_FUNCTION_NAME").orElse("AllowPutToS3");
        return FunctionSettings.Role.truncated(function.length() < 2 ? "function-" + function : function);
    }

    /** In the source bucket each would be an event that brings another; the target bucket is the other account's. */
    private Optional<String> receipts(FunctionSettings.Bucket source, FunctionSettings.Bucket target) {
        Optional<String> bucket = optional("RECEIPTS_BUCKET").map(set -> bucket("RECEIPTS_BUCKET"));
        if (bucket.filter(List.of(source.name(), target.name())::contains).isPresent()) {
            problems.add(
                    "RECEIPTS_BUCKET is " + bucket.get() + "; expected a bucket that nothing is copied from or to");
        }
        return bucket;
    }

    private String required(String name, String pattern, String expected) {
        Optional<String> value = optional(name);
        if (value.isEmpty() || !Pattern.matches(pattern, value.get())) {
            problems.add(
                    name + " is " + value.map(seen -> "'" + seen + "'").orElse("missing") + "; expected " + expected);
        }
        return value.orElse("");
    }

    private int number(String name, int standard, int least, int most) {
        Optional<String> value = optional(name);
        try {
            int number = value.map(Integer::parseInt).orElse(standard);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as any other value out of range.
        }
        problems.add(name + " is '" + value.orElse("") + "'; expected a whole number from " + least + " to " + most);
        return standard;
    }

    private boolean flag(String name) {
        String value = optional(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(name + " is '" + value + "'; expected true or false");
        }
        return value.equals("true");
    }

    /** CDK cannot unset a variable: an empty one counts as absent. */
    private Optional<String> optional(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
