package org.allowput.ops.proof.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.question.Questions;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.template.Template;
import org.junit.jupiter.api.Test;

/** What is shown against a claim: a request that somebody could send, which the evaluator allows as well. */
class CounterexampleTest {
    private static final String ANY = "\"Action\": \"*\", \"Resource\": \"*\"";

    @Test
    void aRequestIsOneThatAwsKnows() throws IOException {
        Decision decision = nothingIsAllowed(ANY);

        assertThat(decision).isInstanceOf(Decision.Refuted.class);
        assertThat(lines(decision))
                .anySatisfy(line -> assertThat(line).matches("action: [a-z0-9]+:[A-Z]\\w+"))
                .anySatisfy(line -> assertThat(line).matches("by: arn:aws:iam::\\d{12}:role/Role"));
    }

    @Test
    void theValuesOfTheParametersThatItNeedsAreNamed() throws IOException {
        assertThat(lines(nothingIsAllowed(
                        "\"Action\": \"s3:PutObject\", \"Resource\": {\"Fn::Sub\": \"arn:aws:s3:::${Name}/*\"}")))
                .anySatisfy(line -> assertThat(line).matches("parameter Name: [a-z]{3}"))
                .contains("action: s3:PutObject");
    }

    @Test
    void aConditionThatTheSolverOnlyApproximatesIsMetByAValue() throws IOException {
        Decision decision =
                nothingIsAllowed(ANY + ", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"10.0.0.0/8\"}}");

        assertThat(decision).isInstanceOf(Decision.Refuted.class);
        assertThat(lines(decision)).contains("aws:sourceip: 10.0.0.0");
    }

    @Test
    void aRequestThatTheEvaluatorDoesNotAllowIsUndecided() throws IOException {
        Decision decision = Prover.decide(
                        template("\"Action\": \"s3:PutObject\", \"Resource\": \"*\""),
                        Map.of(),
                        (read, intrinsics, policies) ->
                                List.of(new Claim("wrong", policies.request().hasAction("s3:GetObject"), List.of())),
                        claim -> true,
                        Questions.IGNORED,
                        false)
                .getFirst();

        assertThat(decision).isInstanceOfSatisfying(Decision.Undecided.class, undecided -> {
            assertThat(undecided.reason()).contains("the evaluator does not");
            assertThat(undecided.request()).contains("action: s3:GetObject");
        });
    }

    private static Decision nothingIsAllowed(String elements) throws IOException {
        return Prover.decide(
                        template(elements),
                        Map.of(),
                        (read, intrinsics, policies) -> {
                            Roles.Role role = new Roles(read, intrinsics).all().getFirst();
                            return List.of(new Claim(
                                    "nothing is allowed",
                                    policies.request()
                                            .logic()
                                            .and(
                                                    policies.request().isCalledByRole(role.arn()),
                                                    policies.isAllowedBy(role.policy())),
                                    List.of()));
                        },
                        claim -> true,
                        Questions.IGNORED,
                        false)
                .getFirst();
    }

    private static List<String> lines(Decision decision) {
        return decision instanceof Decision.Refuted refuted ? refuted.request() : List.of(decision.toString());
    }

    private static Template template(String elements) throws IOException {
        return Template.parse("""
            {"Parameters": {"Name": {"Type": "String", "AllowedPattern": "[a-z]{3}"}},
             "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {
               "RoleName": "Role",
               "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]},
               "Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", %s}]}}]}}}}
            """.formatted(elements));
    }
}
