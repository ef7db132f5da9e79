package org.allowput.ops.proof.template;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The policies of one role that is in no template, as a template with this role.
 *
 * @param values of the parameters that stand for the ExternalIds: nobody may see them
 * @param grant with the names of these parameters
 */
public record PlainPolicies(Template template, Map<String, String> values, Map<String, Object> grant) {
    /**
     * Reads the policies of a role.
     *
     * @param trust its trust policy, in JSON
     * @param policy its permissions, in JSON
     * @param grant what it is meant to grant, with ExternalIds in place of their parameters
     * @throws IOException if one of them is no JSON
     * @throws IllegalArgumentException if the grant is not of one role
     */
    public static PlainPolicies read(String trust, String policy, Map<String, Object> grant) throws IOException {
        List<Object> roles = Template.list(grant.get("Roles"));
        if (roles.size() != 1) {
            throw new IllegalArgumentException(
                    "Grant.Roles: seen " + roles.size() + " roles, expected the one whose" + " policies these are");
        }
        Map<String, String> values = new TreeMap<>();
        Map<String, Object> role = new TreeMap<>(Template.object(roles.getFirst(), "Grant.Roles"));
        List<Object> trusted = new ArrayList<>();
        for (Object each : Template.list(role.get("Trusted"))) {
            Map<String, Object> account = new TreeMap<>(Template.object(each, "Grant.Trusted"));
            List<Object> names = new ArrayList<>();
            for (Object value : Template.list(account.get("ExternalIds"))) {
                String name = "ExternalId" + (values.size() + 1);
                values.put(name, String.valueOf(value));
                names.add(name);
            }
            account.put("ExternalIds", names);
            trusted.add(account);
        }
        role.put("Trusted", trusted);
        Map<String, Object> named = new TreeMap<>(grant);
        named.put("Roles", List.of(role));
        Map<String, Object> parameters = new TreeMap<>();
        values.keySet().forEach(name -> parameters.put(name, Map.of("Type", "String", "NoEcho", "true")));
        Map<String, Object> properties = Map.of(
                "RoleName",
                String.valueOf(role.get("RoleName")),
                "AssumeRolePolicyDocument",
                policy(trust),
                "Policies",
                List.of(Map.of("PolicyDocument", policy(policy))));
        Map<String, Object> root = Map.of(
                "Parameters",
                parameters,
                "Resources",
                Map.of("Role", Map.of("Type", "AWS::IAM::Role", "Properties", properties)));
        return new PlainPolicies(new Template(root, new IdentityHashMap<>()), values, named);
    }

    private static Map<String, Object> policy(String json) throws IOException {
        Map<String, Object> policy = new TemplateReader().read(json);
        refuseFunctions(policy);
        return policy;
    }

    /** They have no meaning outside of a template. */
    private static void refuseFunctions(Object node) {
        if (node instanceof Map<?, ?> object) {
            object.forEach((name, value) -> {
                if (String.valueOf(name).matches("Ref|Fn::.*")) {
                    throw new UnsupportedPolicyException("the policy", String.valueOf(name), "a policy as IAM has it");
                }
                refuseFunctions(value);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(PlainPolicies::refuseFunctions);
        }
    }
}
