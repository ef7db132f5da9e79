package org.allowput.ops.proof;

import com.fasterxml.jackson.jr.ob.JSON;
import com.microsoft.z3.BoolExpr;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.StackOutput;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.SourceDeployment.Function;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.SymbolicRequest;

/** What account B's functions and jobs are meant to send: each request in words, and as a formula. */
final class SourceRequests {
    /** How a line begins that need not be possible. */
    static final String OPTIONAL = "perhaps ";

    private final SourceDeployment deployment;
    private final SymbolicRequest request;
    private final Logic logic;

    SourceRequests(SourceDeployment deployment, Prover prover) {
        this.deployment = deployment;
        this.request = prover.request();
        this.logic = prover.logic();
    }

    Map<String, BoolExpr> ofCopies(List<Function> functions) {
        Map<String, BoolExpr> lines = new LinkedHashMap<>();
        String source = deployment.grant().sourceBucket();
        lines.put(
                "assume " + deployment.grant().targetRoleArn(),
                uses(deployment.grant().targetRoleArn(), "sts:AssumeRole"));
        for (Function function : functions) {
            Map<String, String> variables = function.environment();
            List<String> prefixes = prefixes(variables.getOrDefault(FunctionVariable.SELECTION.name(), "[]"));
            lines.put(
                    "read "
                            + prefixes.stream()
                                    .map(prefix -> source + "/" + prefix + "*")
                                    .collect(Collectors.joining(" and ")),
                    logic.anyOf(
                            prefixes,
                            prefix -> usesBelow(s3(source) + "/" + prefix, "s3:GetObject", "s3:GetObjectVersion")));
            lines.put(
                    OPTIONAL + "their tags",
                    logic.anyOf(
                            prefixes,
                            prefix -> usesBelow(
                                    s3(source) + "/" + prefix, "s3:GetObjectTagging", "s3:GetObjectVersionTagging")));
            lines.put(OPTIONAL + "list by these prefixes", lists(source, prefixes));
            boolean isOfWorkflow = variables.containsKey(FunctionVariable.LARGE_OBJECTS_BUCKET.name());
            if (isOfWorkflow) {
                String results = deployment.grant().resultsBucket().orElse("");
                lines.put(
                        "use results in " + results,
                        logic.or(
                                uses(s3(results), "s3:ListBucket"),
                                usesBelow(s3(results) + "/executions/", "s3:GetObject", "s3:PutObject")));
            } else {
                lines.put(
                        "receive from its queue",
                        uses(
                                queue(variables, FunctionVariable.QUEUE_URL.name()),
                                "sqs:ReceiveMessage",
                                "sqs:DeleteMessage",
                                "sqs:GetQueueAttributes",
                                "sqs:ChangeMessageVisibility"));
                lines.put(
                        OPTIONAL + "send to it",
                        uses(queue(variables, FunctionVariable.QUEUE_URL.name()), "sqs:SendMessage"));
                lines.put(
                        OPTIONAL + "and to the dead-letter queue",
                        uses(queue(variables, FunctionVariable.DEAD_LETTER_QUEUE_URL.name()), "sqs:SendMessage"));
            }
            String workflow = variables.get(FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN.name());
            if (workflow != null) {
                lines.put("start the workflow", uses(workflow, "states:StartExecution"));
                lines.put(
                        OPTIONAL + "look at its executions",
                        usesBelow(executions(workflow) + ":", "states:DescribeExecution"));
            }
        }
        deployment
                .grant()
                .receiptsBucket()
                .ifPresent(name ->
                        lines.put("put receipts into " + name, usesBelow(s3(name) + "/receipts/", "s3:PutObject")));
        addCommon(lines, functions);
        return lines;
    }

    Map<String, BoolExpr> ofComparison(List<Function> functions) {
        Map<String, BoolExpr> lines = new LinkedHashMap<>();
        String source = deployment.grant().sourceBucket();
        String receipts = deployment.grant().receiptsBucket().orElse("");
        for (Function function : functions) {
            Map<String, String> variables = function.environment();
            lines.put(
                    "list " + source,
                    lists(source, prefixes(variables.getOrDefault(StackOutput.SELECTION.id(), "[]"))));
            lines.put(OPTIONAL + "read tags in it", usesBelow(s3(source) + "/", "s3:GetObjectTagging"));
            if (variables.containsKey("REQUEUE")) {
                lines.put(
                        OPTIONAL + "send to the queue",
                        uses(
                                queue(variables, StackOutput.QUEUE_URL.id()),
                                "sqs:GetQueueAttributes",
                                "sqs:SendMessage"));
                lines.put(
                        OPTIONAL + "look at the dead-letter queue",
                        uses(
                                queue(variables, StackOutput.DEAD_LETTER_QUEUE_URL.id()),
                                "sqs:ReceiveMessage",
                                "sqs:ChangeMessageVisibility"));
            }
        }
        lines.put("list receipts in " + receipts, uses(s3(receipts), "s3:ListBucket"));
        lines.put("read them", usesBelow(s3(receipts) + "/receipts/", "s3:GetObject"));
        addCommon(lines, functions);
        return lines;
    }

    private void addCommon(Map<String, BoolExpr> lines, List<Function> functions) {
        addKeys(lines);
        lines.put(
                "write its log",
                logic.anyOf(
                        functions,
                        function -> usesBelow(
                                arn("logs", "log-group:" + function.logGroup()) + ":",
                                "logs:CreateLogStream",
                                "logs:PutLogEvents")));
        if (functions.stream().anyMatch(Function::isInVpc)) {
            // https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html: only its code has it.
            lines.put(
                    "let Lambda manage network interfaces",
                    logic.and(
                            request.hasAction(
                                    "ec2:CreateNetworkInterface",
                                    "ec2:DescribeNetworkInterfaces",
                                    "ec2:DescribeSubnets",
                                    "ec2:DeleteNetworkInterface",
                                    "ec2:AssignPrivateIpAddresses",
                                    "ec2:UnassignPrivateIpAddresses"),
                            logic.not(request.hasValueBelow("lambda:SourceFunctionArn", arn("lambda", "function:")))));
        }
    }

    /** Through S3, SQS or Lambda. */
    private void addKeys(Map<String, BoolExpr> lines) {
        if (!deployment.grant().kmsKeyArns().isEmpty()) {
            lines.put(
                    OPTIONAL + "use " + String.join(" and ", deployment.grant().kmsKeyArns()) + " through AWS",
                    logic.and(
                            request.hasAction("kms:Decrypt", "kms:GenerateDataKey"),
                            logic.anyOf(deployment.grant().kmsKeyArns(), request::isOn),
                            logic.anyOf(
                                    List.of("s3.", "sqs.", "lambda."),
                                    service -> request.hasValueBelow("kms:ViaService", service))));
        }
    }

    Map<String, BoolExpr> ofWorkflow() {
        Map<String, BoolExpr> lines = new LinkedHashMap<>();
        String workflow = output(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN);
        String function = arn("lambda", "function:" + output(StackOutput.LARGE_OBJECTS_FUNCTION_NAME) + ":live");
        lines.put("invoke the function for large objects", uses(function, "lambda:InvokeFunction"));
        lines.put("start the workflow", uses(workflow, "states:StartExecution"));
        lines.put(
                OPTIONAL + "watch and stop its executions",
                logic.or(
                        usesBelow(executions(workflow) + ":", "states:DescribeExecution", "states:StopExecution"),
                        usesBelow(executions(workflow) + "/", "states:DescribeExecution", "states:StopExecution")));
        lines.put(
                OPTIONAL + "send to the dead-letter queue",
                uses(queue(deployment.outputs(), StackOutput.DEAD_LETTER_QUEUE_URL.id()), "sqs:SendMessage"));
        addKeys(lines);
        return lines;
    }

    Map<String, BoolExpr> ofSchedule() {
        return Map.of(
                "invoke the function that compares",
                uses(
                        arn("lambda", "function:" + output(StackOutput.RECONCILE_FUNCTION_NAME)),
                        "lambda:InvokeFunction"));
    }

    Map<String, BoolExpr> ofJob() {
        Map<String, BoolExpr> lines = new LinkedHashMap<>();
        String source = deployment.grant().sourceBucket();
        String own = output(StackOutput.BACKFILL_BUCKET_NAME);
        lines.put(
                "invoke the function that copies",
                uses(output(StackOutput.FUNCTION_ALIAS_ARN), "lambda:InvokeFunction"));
        lines.put("list " + source + " by an inventory", uses(s3(source), "s3:PutInventoryConfiguration"));
        lines.put("use " + own, usesBelow(s3(own) + "/", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"));
        return lines;
    }

    private BoolExpr uses(String arn, String... actions) {
        return logic.and(request.hasAction(actions), request.isOn(arn));
    }

    private BoolExpr usesBelow(String prefix, String... actions) {
        return logic.and(request.hasAction(actions), request.isBelow(prefix));
    }

    /** S3 asks for {@code s3:ListBucket} without a prefix where an object that is read does not exist. */
    private BoolExpr lists(String bucket, List<String> prefixes) {
        return logic.and(
                uses(s3(bucket), "s3:ListBucket"),
                logic.or(
                        logic.not(request.hasKey("s3:prefix")),
                        logic.anyOf(prefixes, prefix -> request.hasValueBelow("s3:prefix", prefix))));
    }

    /** How the keys begin that are copied: up to the first wildcard of a pattern. */
    private static List<String> prefixes(String selection) {
        try {
            return JSON.std.listFrom(selection).stream()
                    .flatMap(rule -> rule instanceof Map<?, ?> each ? patterns(each) : Stream.of(""))
                    .map(pattern -> pattern.replaceFirst("(?s)[*?].*", ""))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new OperationException("The function's selection of keys is no list in JSON: " + selection, e);
        }
    }

    private static Stream<String> patterns(Map<?, ?> rule) {
        return rule.get("include") instanceof List<?> include && !include.isEmpty()
                ? include.stream().map(String::valueOf)
                : Stream.of("");
    }

    private String output(StackOutput output) {
        return deployment.outputs().getOrDefault(output.id(), "");
    }

    private String s3(String bucket) {
        return "arn:" + deployment.partition() + ":s3:::" + bucket;
    }

    private String arn(String service, String rest) {
        return "arn:" + deployment.partition() + ":" + service + ":" + deployment.region() + ":" + deployment.account()
                + ":" + rest;
    }

    private static String executions(String workflow) {
        return workflow.replace(":stateMachine:", ":execution:");
    }

    /** The queue at an address that ends with its name. */
    private String queue(Map<String, String> values, String name) {
        return arn("sqs", values.getOrDefault(name, "").replaceFirst(".*/", ""));
    }
}
