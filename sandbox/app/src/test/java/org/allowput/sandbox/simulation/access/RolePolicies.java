package org.allowput.sandbox.simulation.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.ops.proof.template.Template;
import org.allowput.policy.Policy;

/**
 * The policies of one deployment of the templates that are published: of the functions' and the workflow's roles, of
 * the role in the target account and its trust, and of the buckets and queues.
 *
 * <p>What these templates have no parameter for, receipts, is taken from the list of what each setting adds: both
 * functions' roles are made by one class of the CDK app.
 */
public final class RolePolicies {
    private static final Path TEMPLATES = Path.of("..", "..", "templates");
    private static final Template SOURCE = read("ReplicationSource.yaml");
    private static final Template TARGET = read("ReplicationTarget.yaml");
    private static final Map<Deployed, RolePolicies> KNOWN = new HashMap<>();

    private final Map<String, List<Policy>> policies = new HashMap<>();

    /**
     * What a deployment is.
     *
     * @param source the parameters of the template of the source account
     * @param target those of the target account's
     * @param missing actions whose Allow statements are left out
     */
    public record Deployed(Map<String, String> source, Map<String, String> target, Set<String> missing) {}

    private RolePolicies(Deployed deployed) {
        add(SOURCE, deployed.source(), "222222222222");
        add(TARGET, deployed.target(), "111111111111");
        policies.replaceAll((where, all) ->
                all.stream().map(policy -> without(policy, deployed.missing())).toList());
    }

    /** Those of a deployment. */
    public static synchronized RolePolicies of(Deployed deployed) {
        return KNOWN.computeIfAbsent(deployed, RolePolicies::new);
    }

    /** By the logical id of the role or policy; with {@code trust} after it for a role's trust. */
    List<Policy> at(String where) {
        return policies.getOrDefault(where, List.of());
    }

    private void add(Template template, Map<String, String> parameters, String account) {
        Map<String, String> values = new HashMap<>(parameters);
        // What decides nothing here.
        template.section("Parameters").forEach((name, parameter) -> {
            if (!Template.map(parameter).containsKey("Default")) {
                values.putIfAbsent(name, name.equals("AlarmEmail") ? "none" : "code");
            }
        });
        ResolvedTemplate resolved =
                new ResolvedTemplate(template, values, Optional.of(account), Optional.of("us-east-1"));
        resolved.rolesById().forEach((id, role) -> {
            add(id + " trust", role.trust());
            role.identity().forEach(policy -> add(id, policy));
        });
        for (String type : List.of("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy")) {
            resolved.policies(type).forEach(this::add);
        }
    }

    private void add(String where, Policy policy) {
        policies.computeIfAbsent(where, none -> new ArrayList<>()).add(policy);
    }

    private static Policy without(Policy policy, Set<String> missing) {
        return new Policy(policy.statements().stream()
                .filter(statement -> !statement.allow()
                        || statement.actions().texts().stream().noneMatch(action -> missing.contains(action.text())))
                .toList());
    }

    private static Template read(String file) {
        try {
            return Template.parse(Files.readString(TEMPLATES.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
