package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.List;
import java.util.function.Function;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.PolicyEvaluation;
import org.allowput.ops.proof.solver.SymbolicRequest;
import org.allowput.ops.proof.template.ConditionalValue;
import org.allowput.ops.proof.template.SourceGrant;
import org.allowput.ops.proof.template.SourceVariables;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;

/**
 * Requests of sessions of account B's roles.
 *
 * @param variables of the functions that copy
 * @param grant what they are meant to use
 */
record SourceSessions(SourceVariables variables, PolicyEvaluation policies, SourceGrant grant) {
    /** Sessions of a role, with the variables of the functions that run as it. */
    SourceSessions of(List<Template.Resource> functions) {
        return new SourceSessions(variables.of(functions), policies, grant);
    }

    SymbolicRequest request() {
        return policies.request();
    }

    Logic logic() {
        return request().logic();
    }

    /** One of the actions on that resource. */
    BoolExpr uses(List<String> actions, Text arn) {
        return logic().and(has(actions), request().isOn(arn));
    }

    /** One of the actions below that prefix. */
    BoolExpr usesBelow(List<String> actions, Text prefix) {
        return logic().and(has(actions), request().isBelow(prefix));
    }

    BoolExpr has(List<String> actions) {
        return request().hasAction(actions.toArray(String[]::new));
    }

    /** The formula holds for one of the texts that the template has under its conditions. */
    BoolExpr anyOf(List<ConditionalValue<Text>> texts, Function<Text, BoolExpr> formula) {
        return logic().anyOf(texts, text -> logic().and(policies.holds(text.guard()), formula.apply(text.value())));
    }

    /** As {@link #anyOf}, for a variable that may be empty. */
    BoolExpr ifSet(String variable, Function<Text, BoolExpr> formula) {
        return anyOf(
                variables.values(variable),
                value -> logic().and(logic().not(logic().isEmpty(value)), formula.apply(value)));
    }

    /** The granted KMS keys through S3, SQS or Lambda. */
    BoolExpr usesKeys() {
        return logic().and(
                        has(List.of("kms:Decrypt", "kms:GenerateDataKey")),
                        logic().anyOf(
                                        grant.kmsKeyArns(),
                                        key -> logic().and(
                                                        logic().not(logic().isEmpty(key)),
                                                        request().isOn(key))),
                        logic().anyOf(
                                        List.of("s3.", "sqs.", "lambda."),
                                        service -> request().hasKeyThatStartsWith("kms:ViaService", Text.of(service))));
    }

    /** Completes a sentence, where there are keys. */
    String withKeys(String before, String after) {
        return grant.kmsKeyArns().isEmpty() ? "" : before + grant.kmsKeyArns() + after;
    }

    /**
     * A session of the role can do that and nothing else.
     *
     * @param lines all that it can do
     * @param needed what it must be able to do
     */
    Claim only(Roles.Role role, String text, List<BoolExpr> lines, List<BoolExpr> needed) {
        BoolExpr allowed = logic().and(request().isCalledByRole(role.arn()), policies.isAllowedBy(role.policy()));
        return new Claim(
                text,
                logic().and(allowed, logic().not(logic().anyOf(lines, line -> line))),
                needed.stream().map(line -> logic().and(allowed, line)).toList());
    }
}
