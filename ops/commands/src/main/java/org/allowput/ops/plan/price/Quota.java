package org.allowput.ops.plan.price;

import java.util.Map;

/**
 * AWS's default quotas per account and Region that limit how many objects are copied. docs/scale.md has them as a
 * table. A new account can have less: Service Quotas shows what applies.
 */
public enum Quota {
    CONCURRENT_EXECUTIONS(
            "Lambda: invocations at a time", 1_000, "lambda/L-B99A9384", "lambda/latest/dg/gettingstarted-limits.html"),
    REQUESTS_PER_ENVIRONMENT(
            "Lambda: requests per second and environment", 10, "lambda/latest/dg/gettingstarted-limits.html"),
    SCALING("Lambda: environments that a function starts in 10 s", 1_000, "lambda/latest/dg/scaling-behavior.html"),
    QUEUE_SCALING(
            "Lambda: invocations at a time that a queue adds in a minute",
            300,
            "lambda/latest/dg/services-sqs-scaling.html"),
    QUEUE_CONCURRENCY(
            "Lambda: invocations at a time of a queue with a maximum",
            1_000,
            "lambda/latest/api/API_ScalingConfig.html"),
    IN_FLIGHT(
            "SQS: messages in flight of a standard queue",
            120_000,
            "AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html"),
    READS_PER_PREFIX(
            "S3: GET and HEAD per second and prefix", 5_500, "AmazonS3/latest/userguide/optimizing-performance.html"),
    WRITES_PER_PREFIX("S3: PUT per second and prefix", 3_500, "AmazonS3/latest/userguide/optimizing-performance.html"),
    JOB_OBJECTS(
            "S3 Batch Operations: objects of a job that invokes a function",
            20_000_000_000L,
            "AmazonS3/latest/userguide/batch-ops-create-job.html"),
    KMS_REQUESTS(
            "KMS: symmetric requests per second",
            10_000,
            "kms/L-6E3AF000",
            "kms/latest/developerguide/requests-per-second.html"),
    EVENTBRIDGE_INVOCATIONS(
            "EventBridge: invocations per second",
            750,
            "events/L-5540C5E3",
            "eventbridge/latest/userguide/eb-quota.html"),
    ASSUME_ROLE("STS: requests per second", 600, "IAM/latest/UserGuide/reference_iam-quotas.html"),
    START_EXECUTION(
            "Step Functions: executions started per second",
            150,
            "states",
            "step-functions/latest/dg/service-quotas.html"),
    STATE_TRANSITIONS(
            "Step Functions: state transitions per second",
            800,
            "states",
            "step-functions/latest/dg/service-quotas.html");

    /** Regions in which a quota is not its {@link #elsewhere} value. */
    private static final Map<Quota, Map<Long, String>> REGIONS = Map.of(
            KMS_REQUESTS,
            Map.of(
                    100_000L, "us-east-1 us-west-2 eu-west-1",
                    20_000L, "us-east-2 ap-southeast-1 ap-southeast-2 ap-northeast-1 eu-central-1 eu-west-2"),
            EVENTBRIDGE_INVOCATIONS,
            Map.of(
                    18_750L, "us-east-1 us-west-2 eu-west-1",
                    4_500L, "us-east-2 eu-central-1 eu-south-2",
                    2_250L, "us-west-1 ap-northeast-1 ap-southeast-1 ap-southeast-2 eu-west-2",
                    1_100L, "ap-east-1 ap-northeast-2 ap-south-1 ca-central-1 eu-north-1 eu-west-3 sa-east-1"),
            START_EXECUTION,
            Map.of(300L, "us-east-1 us-west-2 eu-west-1"),
            STATE_TRANSITIONS,
            Map.of(5_000L, "us-east-1 us-west-2 eu-west-1"));

    private final String what;
    private final long elsewhere;
    private final String code;
    private final String page;

    Quota(String what, long elsewhere, String page) {
        this(what, elsewhere, "", page);
    }

    Quota(String what, long elsewhere, String code, String page) {
        this.what = what;
        this.elsewhere = elsewhere;
        this.code = code;
        this.page = page;
    }

    /** The default in a Region, such as eu-central-1. */
    public long in(String region) {
        return byRegion().entrySet().stream()
                .filter(entry -> entry.getValue().matches(".*\\b" + region + "\\b.*"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(elsewhere);
    }

    /** The default where {@link #byRegion} has no other. */
    public long elsewhere() {
        return elsewhere;
    }

    /** Other defaults, each with the Regions that have it, separated by spaces. */
    public Map<Long, String> byRegion() {
        return REGIONS.getOrDefault(this, Map.of());
    }

    /** The service's code in Service Quotas and the quota's, with a slash between them; empty if it is fixed. */
    public String code() {
        return code;
    }

    public String page() {
        return "https://docs.aws.amazon.com/" + page;
    }

    public String what() {
        return what;
    }
}
