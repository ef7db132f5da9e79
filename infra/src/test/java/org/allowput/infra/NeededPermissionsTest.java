package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every action that a statement of a role allows has a caller: a request that {@code SentAndGrantedTest} compares, a
 * call in a class of the scheduled comparison, or a service of AWS, whose page asks for the permission.
 */
class NeededPermissionsTest {
    private static final Path BY_OPT_IN = Path.of("src", "test", "resources", "statements", "by-opt-in.json");
    private static final Path COMMANDS =
            Path.of("..", "ops", "commands", "src", "main", "java", "org", "allowput", "ops");
    private static final String AWS = "https://docs.aws.amazon.com/";

    private static final String LOGS = AWS + "lambda/latest/dg/lambda-intro-execution-role.html";
    private static final String NETWORK = AWS + "lambda/latest/dg/configuration-vpc.html";
    private static final String VARIABLES = AWS + "lambda/latest/dg/configuration-envvars-encryption.html";
    private static final String QUEUE_KEY =
            AWS + "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html";
    private static final String SCHEDULER = AWS + "lambda/latest/dg/with-eventbridge-scheduler.html";
    private static final String BATCH = AWS + "AmazonS3/latest/userguide/batch-ops-iam-role-policies.html";
    private static final String MAP = AWS + "step-functions/latest/dg/iam-policies-eg-dist-map.html";

    /** The roles whose requests are recorded: the functions that copy, and those of account A. */
    private static final String RECORDED =
            "(ReplicationFunctionAccess|LargeObjectsFunctionAccess|AllowPutToS3\\w*)Role";

    /** By the role's statement and action: the page, or the file and the call in it. */
    private static final Map<String, String> NEEDED = Map.ofEntries(
            Map.entry(
                    "ReconciliationRole ListSourceBucket s3:ListBucket",
                    "compare/Reconciliation.java listObjectsV2Paginator("),
            Map.entry(
                    "ReconciliationRole ReadSourceTags s3:GetObjectTagging",
                    "compare/Reconciliation.java getObjectTagging("),
            Map.entry(
                    "ReconciliationRole ListReceipts s3:ListBucket",
                    "compare/StoredReceipts.java listObjectsV2Paginator("),
            Map.entry("ReconciliationRole ReadReceipts s3:GetObject", "compare/StoredReceipts.java getObjectAsBytes("),
            Map.entry(
                    "ReconciliationRole SendToQueue sqs:GetQueueAttributes",
                    "queue/QueueDepth.java getQueueAttributes("),
            Map.entry("ReconciliationRole SendToQueue sqs:SendMessage", "queue/CopyRequests.java sendMessageBatch("),
            Map.entry(
                    "ReconciliationRole ReadDeadLetters sqs:ReceiveMessage", "queue/DeadLetters.java receiveMessage("),
            Map.entry(
                    "ReconciliationRole ReadDeadLetters sqs:ChangeMessageVisibility",
                    "queue/DeadLetters.java changeMessageVisibilityBatch("),
            Map.entry("ReconciliationRole UseQueueKey kms:Decrypt", QUEUE_KEY),
            Map.entry("ReconciliationRole UseQueueKey kms:GenerateDataKey", QUEUE_KEY),
            Map.entry("ReconciliationRole UsePreviousQueueKeys kms:Decrypt", QUEUE_KEY),
            Map.entry("ReconciliationSchedulerRole InvokeFunction lambda:InvokeFunction", SCHEDULER),
            Map.entry("SourceLookSchedulerRole InvokeFunction lambda:InvokeFunction", SCHEDULER),
            Map.entry(
                    "ReplicationFunctionAccessRole ReadSourceRule events:DescribeRule",
                    AWS + "eventbridge/latest/APIReference/API_DescribeRule.html"),
            Map.entry(
                    "ReplicationFunctionAccessRole ReadSourceRule events:ListTargetsByRule",
                    AWS + "eventbridge/latest/APIReference/API_ListTargetsByRule.html"),
            Map.entry("BackfillRole InvokeFunction lambda:InvokeFunction", BATCH),
            Map.entry("BackfillRole MakeManifest s3:PutInventoryConfiguration", BATCH),
            Map.entry("BackfillRole KeepManifestAndReport s3:GetObject", BATCH),
            Map.entry("BackfillRole KeepManifestAndReport s3:GetObjectVersion", BATCH),
            Map.entry("BackfillRole KeepManifestAndReport s3:PutObject", BATCH),
            Map.entry(
                    "LargeObjectsWorkflowRole RunTasks lambda:InvokeFunction",
                    AWS + "step-functions/latest/dg/connect-lambda.html"),
            Map.entry("LargeObjectsWorkflowRole StartRanges states:StartExecution", MAP),
            Map.entry("LargeObjectsWorkflowRole WatchRanges states:DescribeExecution", MAP),
            Map.entry("LargeObjectsWorkflowRole WatchRanges states:StopExecution", MAP),
            Map.entry("LargeObjectsWorkflowRole WatchMapRuns states:DescribeExecution", MAP),
            Map.entry("LargeObjectsWorkflowRole WatchMapRuns states:StopExecution", MAP),
            Map.entry(
                    "LargeObjectsWorkflowRole SendToDeadLetterQueue sqs:SendMessage",
                    AWS + "step-functions/latest/dg/connect-sqs.html"),
            Map.entry("LargeObjectsWorkflowRole UseQueueKey kms:Decrypt", QUEUE_KEY),
            Map.entry("LargeObjectsWorkflowRole UseQueueKey kms:GenerateDataKey", QUEUE_KEY));

    /** Of every function's role: what Lambda itself needs. */
    private static final Map<String, String> NEEDED_BY_LAMBDA = Map.ofEntries(
            Map.entry("WriteOwnLog logs:CreateLogStream", LOGS),
            Map.entry("WriteOwnLog logs:PutLogEvents", LOGS),
            Map.entry("UseEnvironmentKey kms:Decrypt", VARIABLES),
            Map.entry("ManageNetworkInterfaces ec2:CreateNetworkInterface", NETWORK),
            Map.entry("ManageNetworkInterfaces ec2:DescribeNetworkInterfaces", NETWORK),
            Map.entry("ManageNetworkInterfaces ec2:DescribeSubnets", NETWORK),
            Map.entry("ManageNetworkInterfaces ec2:DeleteNetworkInterface", NETWORK),
            Map.entry("ManageNetworkInterfaces ec2:AssignPrivateIpAddresses", NETWORK),
            Map.entry("ManageNetworkInterfaces ec2:UnassignPrivateIpAddresses", NETWORK));

    /** What the templates allow with all options; a caller in account B is a person or a program. */
    private static Set<String> allowed() {
        Map<String, String> everything = new TreeMap<>(Synthesised.EVERYTHING);
        everything.put("encryption.kmsKeyArn", "arn:aws:kms:us-east-1:222222222222:key/own");
        everything.put("encryption.previousKmsKeyArns", "arn:aws:kms:us-east-1:222222222222:key/old");
        Set<String> allowed = new TreeSet<>();
        Stream.of(everything, Synthesised.ALTERNATIVES, Map.<String, String>of())
                .map(Synthesised::of)
                .flatMap(app -> Stream.of(app.target(), app.source()))
                .forEach(template -> template.get("Resources").properties().stream()
                        .filter(role -> role.getValue().get("Type").asText().equals("AWS::IAM::Role"))
                        .forEach(role -> role.getValue().at("/Properties/Policies").findParents("Sid").stream()
                                .filter(statement ->
                                        statement.get("Effect").asText().equals("Allow"))
                                .forEach(statement -> Statements.values(statement.get("Action"))
                                        .forEach(action ->
                                                allowed.add(role.getKey().replaceFirst("[0-9A-F]{8}$", "") + " "
                                                        + statement.get("Sid").asText() + " " + action)))));
        return allowed;
    }

    @Test
    void everyActionOfEveryRoleHasACaller() throws IOException {
        String recorded = Files.readString(BY_OPT_IN);

        assertThat(allowed()).hasSizeGreaterThan(60).allSatisfy(line -> {
            String[] words = line.split(" ", -1);
            String need = NEEDED.getOrDefault(line, NEEDED_BY_LAMBDA.getOrDefault(words[1] + " " + words[2], ""));
            if (need.isEmpty()) {
                assertThat(words[0]).as(line).matches(RECORDED);
                assertThat(recorded).as(line).containsPattern("Role: Allow " + words[2] + " on ");
            } else if (!need.startsWith(AWS)) {
                String[] call = need.split(" ", -1);
                assertThat(Files.readString(COMMANDS.resolve(call[0]))).as(line).contains("." + call[1]);
            }
        });
    }

    @Test
    void noCallerIsNamedForWhatNoRoleAllows() {
        Set<String> allowed = allowed();
        List<String> ofLambda = allowed.stream()
                .map(line -> line.split(" ", 2)[1])
                .filter(NEEDED_BY_LAMBDA::containsKey)
                .distinct()
                .toList();

        assertThat(allowed).containsAll(NEEDED.keySet());
        assertThat(ofLambda).containsExactlyInAnyOrderElementsOf(NEEDED_BY_LAMBDA.keySet());
    }
}
