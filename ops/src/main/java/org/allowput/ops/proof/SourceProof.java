package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allowput.ops.proof.PolicyStatement.Principal;

/**
 * What account B's roles can do: the function reaches what its environment variables name, its own queues and its own
 * log, and nothing else.
 */
final class SourceProof {
    private static final String LAMBDA = "lambda.amazonaws.com";
    private static final String BATCH_OPERATIONS = "batchoperations.s3.amazonaws.com";
    private static final String STEP_FUNCTIONS = "states.amazonaws.com";
    private static final List<String> READ =
            List.of("s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:GetObjectVersionTagging");
    private static final List<String> WRITE_LOG = List.of("logs:CreateLogStream", "logs:PutLogEvents");
    private static final List<String> USE_QUEUE = List.of(
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ChangeMessageVisibility",
            "sqs:SendMessage");

    private final Template template;
    private final Roles roles;
    private final SourceVariables variables;
    private final PolicyEvaluation policies;
    private final SymbolicRequest request;
    private final Logic logic;

    SourceProof(Template template, Roles roles, SourceVariables variables, PolicyEvaluation policies) {
        this.template = template;
        this.roles = roles;
        this.variables = variables;
        this.policies = policies;
        this.request = policies.request();
        this.logic = request.logic();
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        for (Roles.Role role : roles.all()) {
            claims.add(assumedByItsService(role));
            claims.add(
                    switch (service(role)) {
                        case LAMBDA -> functionReaches(role);
                        case STEP_FUNCTIONS -> workflowReaches(role);
                        default -> jobReaches(role);
                    });
        }
        return claims;
    }

    private static boolean trusts(Roles.Role role, String service) {
        return role.trust().stream()
                .flatMap(statement -> statement.principals().stream())
                .anyMatch(principal -> principal.value().equals(new Principal.Service(Text.of(service))));
    }

    private static String service(Roles.Role role) {
        return Stream.of(LAMBDA, STEP_FUNCTIONS)
                .filter(service -> trusts(role, service))
                .findFirst()
                .orElse(BATCH_OPERATIONS);
    }

    private Claim assumedByItsService(Roles.Role role) {
        String service = service(role);
        BoolExpr allowed = policies.isAllowedBy(role.trust());
        BoolExpr assumed = logic.and(request.hasAction("sts:AssumeRole"), request.isCalledByService(Text.of(service)));
        return new Claim(
                "Only the service " + service + " can assume " + role.name(),
                logic.and(allowed, logic.not(assumed)),
                List.of(logic.and(allowed, assumed)));
    }

    private Claim functionReaches(Roles.Role role) {
        Text targetRole = variables.required("TARGET_ROLE_ARN");
        List<Guarded<Text>> objects = variables.keyPrefixes().stream()
                .map(prefix -> prefix.with(variables.sourceBucket().then("/").then(prefix.value())))
                .toList();
        List<Text> keys = namedKeys(role);
        BoolExpr assumes = logic.and(request.hasAction("sts:AssumeRole"), request.isOn(targetRole));
        BoolExpr reads = logic.and(has(READ), anyOf(objects, request::isBelow));
        List<BoolExpr> lines = new ArrayList<>(List.of(assumes, reads));
        lines.add(logic.and(
                anyOf(
                        variables.values("SET_SOURCE_IDENTITY"),
                        value -> logic.equal(logic.text(value), Text.of("true"))),
                request.hasAction("sts:SetSourceIdentity"),
                request.isOn(targetRole)));
        lines.add(logic.and(request.hasAction("s3:ListBucket"), request.isOn(variables.sourceBucket())));
        lines.add(logic.and(
                request.hasAction("kms:Decrypt", "kms:GenerateDataKey"),
                logic.anyOf(keys, request::isOn),
                logic.anyOf(
                        List.of("s3.", "sqs.", "lambda."),
                        service -> request.hasKeyThatStartsWith("kms:ViaService", service))));
        lines.add(logic.and(
                request.hasAction("s3:PutObject"),
                anyOf(
                        variables.values("RECEIPTS_BUCKET"),
                        name -> logic.and(
                                logic.not(logic.isEmpty(name)),
                                request.isBelow(SourceVariables.bucket(name).then("/receipts/"))))));
        lines.add(logic.and(
                request.hasAction("states:StartExecution"),
                anyOf(
                        variables.values("LARGE_OBJECTS_STATE_MACHINE_ARN"),
                        arn -> logic.and(logic.not(logic.isEmpty(arn)), request.isOn(arn)))));
        lines.add(anyOf(
                variables.values("LARGE_OBJECTS_BUCKET"),
                name -> logic.and(logic.not(logic.isEmpty(name)), isResult(SourceVariables.bucket(name)))));
        lines.add(logic.and(has(WRITE_LOG), logic.anyOf(variables.arns("AWS::Logs::LogGroup"), request::isOn)));
        lines.add(logic.and(has(USE_QUEUE), logic.anyOf(variables.arns("AWS::SQS::Queue"), request::isOn)));
        BoolExpr allowed = isAllowedTo(role);
        return new Claim(
                "A function, as " + role.name() + ", can only assume " + targetRole + ", read "
                        + objects.stream()
                                .map(text -> text.value() + "*")
                                .distinct()
                                .toList()
                        + " and list its bucket, " + (keys.isEmpty() ? "" : "use the keys " + keys + " through AWS, ")
                        + "write receipts, hand over large objects and store their results, and use its own queues and"
                        + " log",
                logic.and(allowed, logic.not(logic.anyOf(lines, line -> line))),
                List.of(logic.and(allowed, assumes), logic.and(allowed, reads)));
    }

    private BoolExpr isResult(Text bucket) {
        return logic.or(
                logic.and(request.hasAction("s3:ListBucket"), request.isOn(bucket)),
                logic.and(
                        request.hasAction("s3:GetObject", "s3:PutObject"),
                        request.isBelow(bucket.then("/executions/"))));
    }

    /** The role of the workflow for large objects. */
    private Claim workflowReaches(Roles.Role role) {
        Text stateMachine = variables.required("LARGE_OBJECTS_STATE_MACHINE_ARN");
        Text executions = stateMachine.map(literal -> literal.replace(":stateMachine:", ":execution:"));
        List<BoolExpr> lines = List.of(
                invokesFunction(),
                logic.and(request.hasAction("states:StartExecution"), request.isOn(stateMachine)),
                logic.and(
                        request.hasAction("states:DescribeExecution", "states:StopExecution"),
                        logic.or(request.isBelow(executions.then(":")), request.isBelow(executions.then("/")))),
                logic.and(
                        request.hasAction("sqs:SendMessage"),
                        logic.anyOf(variables.arns("AWS::SQS::Queue"), request::isOn)));
        return new Claim(
                "The workflow, as " + role.name()
                        + ", can only invoke the functions, start, watch and stop executions of " + stateMachine
                        + ", and send to the queues",
                logic.and(isAllowedTo(role), logic.not(logic.anyOf(lines, line -> line))),
                lines.subList(0, 2).stream()
                        .map(line -> logic.and(isAllowedTo(role), line))
                        .toList());
    }

    private BoolExpr invokesFunction() {
        return logic.and(
                request.hasAction("lambda:InvokeFunction"),
                logic.anyOf(
                        template.resources("AWS::Lambda::Alias"),
                        alias -> request.isOn(Text.of("{" + alias.logicalId() + "}"))));
    }

    private BoolExpr anyOf(List<Guarded<Text>> texts, Function<Text, BoolExpr> formula) {
        return logic.anyOf(texts, text -> logic.and(policies.holds(text.guard()), formula.apply(text.value())));
    }

    /** KMS keys that the policy names one by one: a wildcard names none. */
    private static List<Text> namedKeys(Roles.Role role) {
        return role.policy().stream()
                .filter(PolicyStatement::allow)
                .flatMap(statement -> statement.resources().stream())
                .map(Guarded::value)
                .filter(resource -> resource.toString().matches("arn:aws[a-z-]*:kms:[^*?]+|\\{\\w+}"))
                .distinct()
                .toList();
    }

    /** The role of S3 Batch Operations jobs. */
    private Claim jobReaches(Roles.Role role) {
        List<BoolExpr> lines = new ArrayList<>();
        lines.add(invokesFunction());
        lines.add(logic.and(request.hasAction("s3:PutInventoryConfiguration"), request.isOn(variables.sourceBucket())));
        template.resources("AWS::S3::Bucket").stream()
                .map(variables::bucketOf)
                .filter(created -> !created.equals(variables.sourceBucket()))
                .forEach(created -> lines.add(logic.and(
                        request.hasAction("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"),
                        request.isBelow(created.then("/")))));
        return new Claim(
                "A backfill job, as " + role.name() + ", can only invoke the function, list " + variables.sourceBucket()
                        + " by an inventory, and use the buckets of this stack other than the source bucket",
                logic.and(isAllowedTo(role), logic.not(logic.anyOf(lines, line -> line))),
                List.of(logic.and(isAllowedTo(role), lines.getFirst())));
    }

    /** By a session of the role; its name in braces, if CloudFormation chooses one. */
    private BoolExpr isAllowedTo(Roles.Role role) {
        return logic.and(
                request.isCalledBy(Text.of("arn:aws:iam::")
                        .then(variables.required("SOURCE_ACCOUNT"))
                        .then(":role/")
                        .then(role.name())),
                policies.isAllowedBy(role.policy()));
    }

    private BoolExpr has(List<String> actions) {
        return request.hasAction(actions.toArray(String[]::new));
    }
}
