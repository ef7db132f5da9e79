package org.allowput.ops.proof.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allowput.ops.proof.policy.PolicyStatement;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.witness.DeployedPolicies;
import org.allowput.policy.Effect;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.allowput.policy.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random requests against each of our templates: the evaluator and the prover allow the same. */
class TemplateRequestsTest {
    static Stream<Templates> templates() {
        return Templates.all().stream();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void theProverAndTheEvaluatorAllowTheSame(Templates ours) throws IOException {
        Seed seed = Seed.next();
        Random random = seed.random();
        int count = Seed.all() ? 400 : 15;
        Template template = ours.read();
        Map<String, String> parameters = ours.parameters();
        DeployedPolicies deployed = new DeployedPolicies(template, parameters);
        Map<String, String> attributes = new TreeMap<>();
        template.section("Resources")
                .keySet()
                .forEach(id -> Stream.of(id, id + ".Arn", id + ".TopicArn")
                        .forEach(path -> attributes.put(path, deployed.chosen(path))));
        int allowed = 0;
        List<String> wrong = new ArrayList<>();
        for (DeployedPolicies.Attached policy : policies(template, deployed)) {
            GuidedRequests generated = new GuidedRequests(random, List.of(policy));
            List<Request> requests = generated.next(count);
            Set<String> keys = new TreeSet<>(generated.keys());
            List<Boolean> seen = new Comparison(template, parameters, attributes, keys)
                    .allowed(requests, asTheProverReads(policy.where()));
            for (int at = 0; at < count; at++) {
                boolean expected = policy.policy().effectOn(requests.get(at)) == Effect.ALLOW;
                allowed += expected ? 1 : 0;
                if (seen.get(at) != expected) {
                    wrong.add(policy.where() + ": evaluator " + expected + ", prover " + seen.get(at) + "\n  "
                            + requests.get(at));
                }
            }
        }
        System.out.println(ours + ": " + count + " requests for each policy, " + allowed + " allowed");

        assertThat(wrong).as(seed.toString()).isEmpty();
        assertThat(allowed).as(seed.toString()).isPositive();
    }

    /** Those of the roles one by one, and all of one type of resource together. */
    private static List<DeployedPolicies.Attached> policies(Template template, DeployedPolicies deployed) {
        List<DeployedPolicies.Attached> policies = new ArrayList<>();
        Map<String, List<Statement>> ofResources = new TreeMap<>();
        for (DeployedPolicies.Attached policy : deployed.all()) {
            String id = policy.where().replace(" trust", "");
            String type = template.resources().stream()
                    .filter(resource -> resource.logicalId().equals(id))
                    .map(Template.Resource::type)
                    .findFirst()
                    .orElseThrow();
            if (type.equals("AWS::IAM::Role")) {
                policies.add(policy);
            } else {
                ofResources
                        .computeIfAbsent(type, missing -> new ArrayList<>())
                        .addAll(policy.policy().statements());
            }
        }
        ofResources.forEach((type, statements) ->
                policies.add(new DeployedPolicies.Attached(type, Optional.empty(), new Policy(statements))));
        policies.removeIf(policy -> policy.policy().statements().isEmpty());
        return policies;
    }

    private static Function<Roles, List<PolicyStatement>> asTheProverReads(String where) {
        return roles -> switch (where) {
            case "AWS::Lambda::Permission" -> roles.functionPermissions();
            case String type
            when type.startsWith("AWS::IAM::") ->
                roles.callerPolicies().stream()
                        .filter(caller -> type.equalsIgnoreCase(
                                "AWS::IAM::" + caller.name().toString().replaceFirst("/.*", "Policy")))
                        .flatMap(caller -> caller.policy().stream())
                        .toList();
            case String type
            when type.startsWith("AWS::") ->
                roles.policies(type).stream().flatMap(List::stream).toList();
            default ->
                roles.all().stream()
                        .filter(role -> role.logicalId().equals(where.replace(" trust", "")))
                        .map(role -> where.endsWith(" trust") ? role.trust() : role.policy())
                        .findFirst()
                        .orElseThrow();
        };
    }
}
