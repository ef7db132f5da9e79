package org.allowput.ops.proof.deployed;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The access that a deployment is expected to grant, as its settings, its parameters or the command line say: it is
 * never read from policies.
 *
 * @param values by their names in {@code Metadata.Grant}, of one role of account A, of one account that it trusts, or
 *     of account B; what is not given or off is not among them
 * @param trusted the accounts that may assume the role of account A; none in account B
 */
public record ExpectedGrant(Map<String, List<String>> values, List<ExpectedGrant> trusted) {
    /** What account B may do besides putting, and that it must not overwrite. */
    private static final Set<String> OPT_INS = Set.of("replicateDeletes", "replicateTags", "writeOnce");

    /**
     * What account A grants by a role.
     *
     * @param allowed besides putting: opt-ins, ARNs of keys and further actions
     */
    public static ExpectedGrant of(
            String role, String bucket, List<String> accounts, String keyPrefix, List<String> allowed) {
        Map<String, List<String>> values = new TreeMap<>(Map.of("RoleName", List.of(role), "Bucket", List.of(bucket)));
        if (!keyPrefix.isEmpty()) {
            values.put("KeyPrefix", List.of(keyPrefix));
        }
        values.putAll(allowed.stream()
                .collect(Collectors.groupingBy(
                        name -> OPT_INS.contains(name) ? name : name.startsWith("arn:") ? "KmsKeyArn" : "Further")));
        return new ExpectedGrant(
                values,
                accounts.stream()
                        .map(account -> new ExpectedGrant(Map.of("Account", List.of(account)), List.of()))
                        .toList());
    }

    /** Whether it is what functions in account B are expected to use. */
    public boolean isOfSource() {
        return trusted.isEmpty();
    }

    /** Whether a name is given, and not off. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The values of a name; none if it is not given. */
    public List<String> texts(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The only value of a name; empty if it is not given. */
    public String text(String name) {
        return String.join("", texts(name));
    }

    public String roleName() {
        return text("RoleName");
    }

    public String bucket() {
        return text("Bucket");
    }
}
