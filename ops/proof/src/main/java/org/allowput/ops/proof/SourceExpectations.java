package org.allowput.ops.proof;

import static org.allowput.ops.proof.PolicyDocument.list;
import static org.allowput.ops.proof.PolicyDocument.literal;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.ops.proof.deployed.ExecutionRole;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.ops.proof.deployed.SourceDeployment;

/** The requests that the statements 6, 7 and 8 expect of account B's roles and callers, as policies of IAM. */
final class SourceExpectations {
    /** The outputs of the stack that name its resources. */
    static final Set<String> OUTPUTS = Set.of(
            "DeadLetterQueueUrl",
            "FunctionLogGroupName",
            "FunctionName",
            "LargeObjectsFunctionName",
            "LargeObjectsLogGroupName",
            "LargeObjectsStateMachineArn",
            "QueueUrl",
            "ReconcileFunctionName",
            "ReconcileLogGroupName");

    /** What a role of the stack is for. */
    enum Subject {
        COPY("the function that copies", ExecutionRole.LAMBDA),
        LARGE_OBJECTS("the function for large objects", ExecutionRole.LAMBDA),
        RECONCILE("the function that compares", ExecutionRole.LAMBDA),
        WORKFLOW("the workflow", ExecutionRole.STEP_FUNCTIONS),
        SCHEDULE("the schedule", ExecutionRole.SCHEDULER),
        LOOK("the schedule of looks at the source bucket", ExecutionRole.SCHEDULER),
        BACKFILL("a backfill job", "batchoperations.s3.amazonaws.com");

        final String words;
        /** That assumes the role. */
        final String service;

        Subject(String words, String service) {
            this.words = words;
            this.service = service;
        }
    }

    private final SourceDeployment deployment;
    private final ExpectedGrant grant;
    private final String sourceBucket;
    private final String operationsBucket;

    SourceExpectations(SourceDeployment deployment) {
        this.deployment = deployment;
        this.grant = deployment.grant();
        this.sourceBucket = grant.text("SourceBucket");
        this.operationsBucket = grant.has("OperationsBucket") ? grant.text("OperationsBucket") : "<none>";
    }

    /**
     * Statement 6: who can assume a role.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused deputy
     *     problem</a>: a service that acts for any account which names the role has to act for this one
     */
    ExpectedRequests ofTrust(Subject subject) {
        String service = "the service " + subject.service;
        ExpectedRequests.Builder expected = new ExpectedRequests.Builder();
        return switch (subject) {
            case COPY, LARGE_OBJECTS, RECONCILE, BACKFILL ->
                expected.require(service, """
                    {"Effect": "Allow", "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}
                    """.formatted(subject.service)).build();
            case WORKFLOW, SCHEDULE, LOOK ->
                expected.require(service + ", for this account,", """
                    {"Effect": "Allow", "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole",
                     "Condition": {"StringEquals": {"aws:SourceAccount": "%s"}}}
                    """.formatted(subject.service, deployment.account()))
                        .build();
        };
    }

    /** Statement 8: what the policy that the stack gives to a caller allows. */
    ExpectedRequests ofCaller() {
        return new ExpectedRequests.Builder()
                .permit("sts:AssumeRole on " + role(), """
                    {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "%s"}
                    """.formatted(literal(role())))
                .build();
    }

    /** Statement 7: what a session of a role can do. */
    ExpectedRequests ofSession(Subject subject) {
        ExpectedRequests.Builder expected = new ExpectedRequests.Builder();
        switch (subject) {
            case COPY -> copy(expected);
            case LARGE_OBJECTS -> copyLargeObjects(expected);
            case RECONCILE -> compare(expected);
            case WORKFLOW -> runWorkflow(expected);
            case SCHEDULE ->
                expected.require("invoke the function that compares", """
                    {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "%s"}
                    """.formatted(
                                arn("lambda", "function:", "ReconcileFunctionName")));
            case LOOK -> invokeCopying(expected);
            case BACKFILL -> backfill(expected);
        }
        return expected.build();
    }

    private void copy(ExpectedRequests.Builder expected) {
        readSource(expected);
        expected.require("receive from its queue", """
            {"Effect": "Allow",
             "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
             "Resource": "%s"}
            """.formatted(arn("sqs", "", "QueueUrl")));
        expected.permit("send to it", """
            {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "%s"}
            """.formatted(arn("sqs", "", "QueueUrl")));
        expected.permit("and to the dead-letter queue", """
            {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "%s"}
            """.formatted(arn("sqs", "", "DeadLetterQueueUrl")));
        if (deployment.outputs().containsKey("LargeObjectsStateMachineArn")) {
            expected.require(
                    "start the workflow", """
                        {"Effect": "Allow", "Action": "states:StartExecution", "Resource": "%s"}
                        """.formatted(arn("states", "stateMachine:", "LargeObjectsStateMachineArn")));
            expected.permit("look at its executions", """
                {"Effect": "Allow", "Action": "states:DescribeExecution", "Resource": "%s:*"}
                """.formatted(
                            arn("states", "execution:", "LargeObjectsStateMachineArn")));
        }
        expected.require("read what " + sourceBucket + " notifies", """
            {"Effect": "Allow", "Action": "s3:GetBucketNotification", "Resource": "%s"}
            """.formatted(literal(bucket(sourceBucket))));
        // EventBridge is one of the triggers. The rule's name begins with the function's.
        expected.permit(
                "read the rule for its events", """
                    {"Effect": "Allow", "Action": ["events:DescribeRule", "events:ListTargetsByRule"], "Resource": "%s"}
                    """.formatted(arn("events", "rule/", "FunctionName") + "-source"));
        putReceipts(expected);
        encryptMessages(expected);
        decryptOlderMessages(expected);
        runAsFunction(expected, "FunctionLogGroupName");
    }

    private void copyLargeObjects(ExpectedRequests.Builder expected) {
        readSource(expected);
        expected.require("use results in " + operationsBucket, """
            [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "%1$s",
              "Condition": {"StringLikeIfExists": {"s3:prefix": "executions/*"}}},
             {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "%1$s/executions/*"}]
            """.formatted(literal(bucket(operationsBucket))));
        putReceipts(expected);
        runAsFunction(expected, "LargeObjectsLogGroupName");
    }

    private void compare(ExpectedRequests.Builder expected) {
        expected.require("list " + sourceBucket, """
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "%s",
             "Condition": {"StringLikeIfExists": {"s3:prefix": %s}}}
            """.formatted(literal(bucket(sourceBucket)), prefixes("")));
        expected.permit("read tags in it", """
            {"Effect": "Allow", "Action": "s3:GetObjectTagging", "Resource": "%s/*"}
            """.formatted(literal(bucket(sourceBucket))));
        if (grant.has("Requeue")) {
            expected.permit("send to the queue", """
                {"Effect": "Allow", "Action": ["sqs:GetQueueAttributes", "sqs:SendMessage"], "Resource": "%s"}
                """.formatted(arn("sqs", "", "QueueUrl")));
            expected.permit("look at the dead-letter queue", """
                {"Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"], "Resource": "%s"}
                """.formatted(arn("sqs", "", "DeadLetterQueueUrl")));
            encryptMessages(expected);
            decryptOlderMessages(expected);
        }
        expected.require("list receipts in " + operationsBucket, """
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "%s",
             "Condition": {"StringLike": {"s3:prefix": "receipts/*"}}}
            """.formatted(literal(bucket(operationsBucket))));
        expected.require("read them", """
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "%s/receipts/*"}
            """.formatted(literal(bucket(operationsBucket))));
        runAsFunction(expected, "ReconcileLogGroupName");
    }

    private void runWorkflow(ExpectedRequests.Builder expected) {
        expected.require("invoke the function for large objects", """
            {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "%s:live"}
            """.formatted(
                        arn("lambda", "function:", "LargeObjectsFunctionName")));
        expected.require(
                "start the workflow", """
                    {"Effect": "Allow", "Action": "states:StartExecution", "Resource": "%s"}
                    """.formatted(arn("states", "stateMachine:", "LargeObjectsStateMachineArn")));
        expected.permit("watch and stop its executions", """
            {"Effect": "Allow", "Action": ["states:DescribeExecution", "states:StopExecution"],
             "Resource": ["%1$s:*", "%1$s/*"]}
            """.formatted(
                        arn("states", "execution:", "LargeObjectsStateMachineArn")));
        expected.permit("send to the dead-letter queue", """
            {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "%s"}
            """.formatted(arn("sqs", "", "DeadLetterQueueUrl")));
        encryptMessages(expected);
    }

    private void invokeCopying(ExpectedRequests.Builder expected) {
        expected.require("invoke the function that copies", """
            {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "%s:live"}
            """.formatted(arn("lambda", "function:", "FunctionName")));
    }

    private void backfill(ExpectedRequests.Builder expected) {
        invokeCopying(expected);
        expected.require("list " + sourceBucket + " by an inventory", """
            {"Effect": "Allow", "Action": "s3:PutInventoryConfiguration", "Resource": "%s"}
            """.formatted(literal(bucket(sourceBucket))));
        expected.require("use its files in " + operationsBucket, """
            {"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
             "Resource": "%s/backfill/*"}
            """.formatted(literal(bucket(operationsBucket))));
    }

    private void readSource(ExpectedRequests.Builder expected) {
        String objects = prefixes(bucket(sourceBucket) + "/");
        expected.require("assume " + role(), """
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "%s"}
            """.formatted(literal(role())));
        List<String> words = grant.texts("Prefixes").stream()
                .map(prefix -> sourceBucket + "/" + prefix + "*")
                .toList();
        expected.require("read " + String.join(" and ", words), """
            {"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetObjectVersion"], "Resource": %s}
            """.formatted(objects));
        expected.permit("their tags", """
            {"Effect": "Allow", "Action": ["s3:GetObjectTagging", "s3:GetObjectVersionTagging"], "Resource": %s}
            """.formatted(objects));
        decryptObjects(expected);
        // S3 asks for s3:ListBucket without a prefix where an object that is read does not exist.
        expected.permit("list by these prefixes", """
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "%s",
             "Condition": {"StringLikeIfExists": {"s3:prefix": %s}}}
            """.formatted(literal(bucket(sourceBucket)), prefixes("")));
    }

    private void putReceipts(ExpectedRequests.Builder expected) {
        if (grant.has("Receipts")) {
            expected.require("put receipts into " + operationsBucket, """
                {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "%s/receipts/*"}
                """.formatted(literal(bucket(operationsBucket))));
        }
    }

    /** Of the source bucket's objects, through S3. */
    private void decryptObjects(ExpectedRequests.Builder expected) {
        useKeys(expected, "decrypt objects", List.of("kms:Decrypt"), grant.texts("SourceKmsKeyArns"), "s3");
    }

    /**
     * Of the queues, through SQS.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">
     *     Permissions of producers and consumers</a>
     */
    private void encryptMessages(ExpectedRequests.Builder expected) {
        useKeys(
                expected,
                "encrypt messages",
                List.of("kms:Decrypt", "kms:GenerateDataKey"),
                grant.texts("KmsKeyArn"),
                "sqs");
    }

    /** What was sent before the queues got another key stays under the one that it was encrypted with. */
    private void decryptOlderMessages(ExpectedRequests.Builder expected) {
        useKeys(expected, "decrypt older messages", List.of("kms:Decrypt"), grant.texts("PreviousKmsKeyArns"), "sqs");
    }

    private void useKeys(
            ExpectedRequests.Builder expected, String words, List<String> actions, List<String> keys, String service) {
        if (!keys.isEmpty()) {
            expected.permit(words + " under " + String.join(" and ", keys), """
                {"Effect": "Allow", "Action": %s, "Resource": %s,
                 "Condition": {"StringLike": {"kms:ViaService": "%s.%s.*"}}}
                """.formatted(
                            list(actions),
                            list(keys.stream().map(PolicyDocument::literal).toList()),
                            service,
                            deployment.region()));
        }
    }

    private void runAsFunction(ExpectedRequests.Builder expected, String logGroup) {
        expected.require("write its log", """
            {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "%s:*"}
            """.formatted(arn("logs", "log-group:", logGroup)));
        useKeys(
                expected,
                "decrypt its variables",
                List.of("kms:Decrypt"),
                Stream.concat(grant.texts("KmsKeyArn").stream(), grant.texts("PreviousKmsKeyArns").stream())
                        .toList(),
                "lambda");
        if (grant.has("Vpc")) {
            // https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html: only the function's
            // code has it.
            expected.require("let Lambda manage network interfaces", """
                {"Effect": "Allow",
                 "Action": ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets",
                            "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses",
                            "ec2:UnassignPrivateIpAddresses"],
                 "Resource": "*",
                 "Condition": {"StringNotLike": {"lambda:SourceFunctionArn": "%s:function:*"}}}
                """.formatted(
                            literal("arn:" + deployment.partition() + ":lambda:" + place())));
        }
    }

    /** The role of account A, by its ARN. */
    private String role() {
        return "arn:" + deployment.partition() + ":iam::" + grant.text("TargetAccount") + ":role/"
                + grant.text("RoleName");
    }

    private String bucket(String name) {
        return "arn:" + deployment.partition() + ":s3:::" + name;
    }

    /** A list of patterns: what is below each prefix of the source bucket. */
    private String prefixes(String before) {
        return list(grant.texts("Prefixes").stream()
                .map(prefix -> literal(before + prefix) + "*")
                .toList());
    }

    private String place() {
        return deployment.region() + ":" + deployment.account();
    }

    /**
     * The ARN of a resource of the stack, as text of a document; without the output, one that nothing has.
     *
     * @param output its name, which has an address or an ARN, or ends like one
     */
    private String arn(String service, String type, String output) {
        String value = Objects.requireNonNullElse(deployment.outputs().get(output), "<none>");
        return literal("arn:" + deployment.partition() + ":" + service + ":" + place() + ":" + type
                + value.replaceFirst("^(https://|arn:).*[/:]", ""));
    }
}
