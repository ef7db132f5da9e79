package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.SymbolicRequest;
import org.allowput.ops.proof.template.ConditionalValue;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.SourceVariables;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;

/**
 * What account B's functions can do: each reaches what its environment variables name, and its own log, and nothing
 * else.
 */
final class FunctionProof {
    private static final Text ON = Text.of("true");
    private static final List<String> READ =
            List.of("s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:GetObjectVersionTagging");
    private static final List<String> LIST = List.of("s3:ListBucket");
    private static final String PREFIX = "s3:prefix";
    private static final List<String> SEND = List.of("sqs:SendMessage");
    private static final List<String> RECEIVE =
            List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility");
    private static final List<String> WRITE_LOG = List.of("logs:CreateLogStream", "logs:PutLogEvents");
    private static final List<String> MANAGE_NETWORK_INTERFACES = List.of(
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses");

    private final Roles roles;
    private final SourceVariables variables;
    private final SourceVariables comparison;
    private final Intrinsics intrinsics;
    private final SourceSessions sessions;
    private final SymbolicRequest request;
    private final Logic logic;

    FunctionProof(Roles roles, SourceVariables comparison, Intrinsics intrinsics, SourceSessions sessions) {
        this.roles = roles;
        this.variables = sessions.variables();
        this.comparison = comparison;
        this.intrinsics = intrinsics;
        this.sessions = sessions;
        this.request = sessions.request();
        this.logic = sessions.logic();
    }

    Claim reaches(Roles.Role role) {
        return roles.functions(role).stream().anyMatch(SourceVariables::compares)
                ? comparisonReaches(role)
                : copiesReach(role);
    }

    private Claim copiesReach(Roles.Role role) {
        SourceSessions sessions = this.sessions.of(roles.functions(role));
        SourceVariables variables = sessions.variables();
        Text targetRole = variables.required("TARGET_ROLE_ARN");
        List<ConditionalValue<Text>> objects = variables.keyPrefixes("SELECTION").stream()
                .map(prefix -> prefix.with(variables.sourceBucket().then("/").then(prefix.value())))
                .toList();
        boolean takesEvents = variables.values("LARGE_OBJECTS_BUCKET").stream()
                .allMatch(name -> name.value().equals(Text.EMPTY));
        BoolExpr assumes = sessions.uses(List.of("sts:AssumeRole"), targetRole);
        BoolExpr reads = logic.and(sessions.has(READ), sessions.anyOf(objects, request::isBelow));
        List<BoolExpr> needed = new ArrayList<>(List.of(assumes, reads));
        List<BoolExpr> lines = new ArrayList<>(List.of(
                assumes,
                reads,
                lists(variables.sourceBucket(), variables.keyPrefixes("SELECTION")),
                sessions.usesKeys(),
                sessions.ifSet(
                        "RECEIPTS_BUCKET",
                        name -> sessions.usesBelow(
                                List.of("s3:PutObject"), variables.bucket(name).then("/receipts/"))),
                sessions.ifSet(
                        "LARGE_OBJECTS_STATE_MACHINE_ARN",
                        arn -> logic.or(
                                sessions.uses(List.of("states:StartExecution"), arn),
                                sessions.usesBelow(
                                        List.of("states:DescribeExecution"),
                                        arn.map(text -> text.replace(":stateMachine:", ":execution:"))
                                                .then(":")))),
                sessions.ifSet("LARGE_OBJECTS_BUCKET", name -> usesResults(variables.bucket(name))),
                writesOwnLog(role)));
        if (takesEvents) {
            Text queue = variables.arn("QUEUE_URL");
            lines.add(sessions.uses(RECEIVE, queue));
            lines.add(sessions.uses(SEND, queue));
            lines.add(sessions.uses(SEND, variables.arn("DEAD_LETTER_QUEUE_URL")));
        }
        boolean inVpc = isInVpc(role);
        if (inVpc) {
            lines.add(managesNetworkInterfaces());
            needed.add(managesNetworkInterfaces());
        }
        return sessions.only(
                role,
                "A function, as " + role.name() + ", can only assume " + targetRole + ", read "
                        + objects.stream()
                                .map(text -> text.value() + "*")
                                .distinct()
                                .toList()
                        + " and list its bucket by no other prefix, "
                        + sessions.withKeys("use the keys ", " through AWS, ")
                        + "write receipts, "
                        + (takesEvents
                                ? "hand over large objects, and use its own queues and log"
                                : "store results of large objects, and write its own log")
                        + (inVpc ? "; and Lambda, not its code, manages network interfaces" : ""),
                lines,
                needed);
    }

    /** S3 asks for {@code s3:ListBucket} without a prefix where an object that is read does not exist. */
    private BoolExpr lists(Text bucket, List<ConditionalValue<Text>> prefixes) {
        return logic.and(
                sessions.uses(LIST, bucket),
                logic.or(
                        logic.not(request.hasKey(PREFIX)),
                        sessions.anyOf(prefixes, prefix -> request.hasKeyThatStartsWith(PREFIX, prefix))));
    }

    private Claim comparisonReaches(Roles.Role role) {
        Text source = variables.bucket(comparison.required("SourceBucketName"));
        Text receipts = variables.bucket(comparison.required("ReceiptsBucketName"));
        boolean requeues = comparison.required("REQUEUE").equals(ON);
        BoolExpr lists = logic.or(lists(source, comparison.keyPrefixes("Selection")), sessions.uses(LIST, receipts));
        BoolExpr reads = sessions.usesBelow(List.of("s3:GetObject"), receipts.then("/receipts/"));
        List<BoolExpr> lines = new ArrayList<>(List.of(lists, reads, writesOwnLog(role)));
        boolean readsTags = !comparison.required("Selection").toString().contains("\"requiredTag\":\"\"");
        if (readsTags) {
            lines.add(sessions.usesBelow(List.of("s3:GetObjectTagging"), source.then("/")));
        }
        boolean inVpc = isInVpc(role);
        if (inVpc) {
            lines.add(managesNetworkInterfaces());
        }
        if (requeues) {
            lines.add(sessions.uses(List.of("sqs:GetQueueAttributes", "sqs:SendMessage"), comparison.arn("QueueUrl")));
            lines.add(sessions.uses(
                    List.of("sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"),
                    comparison.arn("DeadLetterQueueUrl")));
        }
        List<BoolExpr> all = new ArrayList<>(lines);
        all.add(sessions.usesKeys());
        return sessions.only(
                role,
                "The scheduled comparison, as " + role.name() + ", can only list " + source + " and " + receipts
                        + ", read " + receipts + "/receipts/*" + (readsTags ? " and tags of " + source + "/*" : "")
                        + ", and write its own log"
                        + sessions.withKeys(", use the keys ", " through AWS")
                        + (requeues ? ", and send to the queue and look at the dead-letter queue" : "")
                        + (inVpc ? "; and Lambda, not its code, manages network interfaces" : ""),
                all,
                lines);
    }

    private BoolExpr usesResults(Text bucket) {
        return logic.or(
                sessions.uses(LIST, bucket),
                sessions.usesBelow(List.of("s3:GetObject", "s3:PutObject"), bucket.then("/executions/")));
    }

    private boolean isInVpc(Roles.Role role) {
        return roles.functions(role).stream()
                .anyMatch(function -> function.properties().containsKey("VpcConfig"));
    }

    private BoolExpr managesNetworkInterfaces() {
        return logic.and(sessions.has(MANAGE_NETWORK_INTERFACES), logic.not(isByCode()));
    }

    private BoolExpr writesOwnLog(Roles.Role role) {
        return logic.anyOf(
                roles.functions(role),
                function -> sessions.usesBelow(
                        WRITE_LOG,
                        intrinsics
                                .arnOf(
                                        Template.map(function.properties().get("LoggingConfig"))
                                                .get("LogGroup"),
                                        function.logicalId())
                                .map(arn -> arn.replaceFirst("\\*$", ""))));
    }

    /**
     * The request is of the code of a function of the account, and not of Lambda for the function.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html">Source function
     *     ARN</a>
     */
    private BoolExpr isByCode() {
        return request.hasKeyThatStartsWith(
                "lambda:SourceFunctionArn",
                Text.of("arn:aws:lambda:")
                        .then(Text.ofParameter("AWS::Region"))
                        .then(":")
                        .then(variables.required("SOURCE_ACCOUNT"))
                        .then(":function:"));
    }
}
