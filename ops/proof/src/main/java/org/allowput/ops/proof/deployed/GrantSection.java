package org.allowput.ops.proof.deployed;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.proof.deployed.MeantGrant.Trusted;
import org.allowput.ops.proof.deployed.SourceDeployment.SourceGrant;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code Metadata.Grant} of a template: what the settings mean, with {@code $(NAME)} for the value of a
 * parameter, and {@code $(NAME.2)} for the third of its values between bars.
 *
 * @param section as it stands in the template
 * @param parameters the values of the template's parameters
 */
public record GrantSection(Map<?, ?> section, Map<String, String> parameters) {
    private static final Pattern PARAMETER = Pattern.compile("\\$\\((\\w+)(?:\\.(\\d+))?\\)");

    /** Values of an opt-in that is off. */
    private static final Set<String> OFF = Set.of("", "false", "none");

    /** Whether the template is one of account A. */
    public boolean isOfTarget() {
        return section.containsKey("Roles");
    }

    public String bucket() {
        return text(section, "Bucket");
    }

    /** What account A grants by each role. */
    public List<MeantGrant> ofTarget() {
        Set<String> allowed = new HashSet<>();
        map(section, "OptIns").forEach((name, value) -> {
            if (!OFF.contains(resolved(value)) && MeantGrant.OPT_INS.containsKey(name)) {
                allowed.add(String.valueOf(name));
            }
        });
        if (text(section, "WriteOnce").equals("true")) {
            allowed.add(MeantGrant.WRITE_ONCE);
        }
        return list(section, "Roles").stream()
                .map(Map.class::cast)
                .map(role -> new MeantGrant(
                        text(role, "RoleName"),
                        list(role, "Trusted").stream()
                                .map(trusted -> trusted((Map<?, ?>) trusted))
                                .toList(),
                        text(role, "KeyPrefix"),
                        allowed,
                        optional(section, "KmsKeyArn"),
                        optional(role, "DeliveriesPrefix")))
                .toList();
    }

    private Trusted trusted(Map<?, ?> account) {
        return new Trusted(
                text(account, "Account"),
                texts(account, "RoleNames"),
                optional(account, "OrganizationId"),
                text(account, "RequireMfa").equals("true"));
    }

    /** What account B uses, in a partition. */
    public SourceGrant ofSource(String partition) {
        return new SourceGrant(
                text(section, "SourceBucket"),
                "arn:" + partition + ":iam::" + text(section, "TargetAccount") + ":role/" + text(section, "RoleName"),
                texts(section, "Callers"),
                optional(section, "OperationsBucket").filter(name -> !name.equals("none")),
                text(section, "Receipts").equals("true"),
                texts(section, "KmsKeyArns"));
    }

    private Optional<String> optional(Map<?, ?> object, String name) {
        return Optional.of(text(object, name)).filter(value -> !value.isEmpty());
    }

    private String text(Map<?, ?> object, String name) {
        return object.containsKey(name) ? resolved(object.get(name)) : "";
    }

    /** Without those with a parameter that is empty: a name that is not given, with an ending, is no name. */
    private List<String> texts(Map<?, ?> object, String name) {
        return list(object, name).stream()
                .map(String::valueOf)
                .filter(text -> PARAMETER
                        .matcher(text)
                        .results()
                        .noneMatch(match -> value(match).isEmpty()))
                .map(this::resolved)
                .toList();
    }

    private static List<?> list(Map<?, ?> object, String name) {
        return object.get(name) instanceof List<?> list ? list : List.of();
    }

    private static Map<?, ?> map(Map<?, ?> object, String name) {
        return object.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private String resolved(@Nullable Object text) {
        return PARAMETER.matcher(String.valueOf(text)).replaceAll(match -> Matcher.quoteReplacement(value(match)));
    }

    private String value(MatchResult parameter) {
        String value = parameters.getOrDefault(parameter.group(1), "");
        String part = parameter.group(2);
        return part == null ? value : value.split("\\|", -1)[Integer.parseInt(part)];
    }
}
