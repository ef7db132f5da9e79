package org.allowput.ops.proof.template;

import static org.allowput.policy.template.Template.list;
import static org.allowput.policy.template.Template.map;
import static org.allowput.policy.template.TemplateException.at;
import static org.allowput.policy.template.TemplateException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allowput.contract.resource.ResourceFile;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.policy.template.IntrinsicFunctions;
import org.allowput.policy.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a template with the values of its parameters, and with the names and ARNs that its resources get. It
 * refuses a parameter, a resource or an attribute that it does not know with an {@link IllegalArgumentException}.
 */
public final class Resolver {
    private static final Map<String, String> NAMES = ResourceFile.lines(Resolver.class, "resource-names.txt").stream()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(columns -> columns[0], columns -> columns[1]));

    private final Template template;
    private final Map<String, String> values;
    private final IntrinsicFunctions functions;

    /** @param values of parameters, and of pseudo parameters */
    public Resolver(Template template, Map<String, String> values) {
        this.template = template;
        this.values = values;
        this.functions = new IntrinsicFunctions(template, this::named);
    }

    /** A parameter; or what {@code Ref}, and with an attribute {@code Fn::GetAtt}, gives for a resource. */
    String named(String name) {
        if (values.containsKey(name)) {
            return values.get(name);
        }
        String id = name.split("\\.", 2)[0];
        String form = NAMES.get(template.resource(id).get("Type") + name.substring(id.length()));
        require(form != null, name, "a parameter, or a name or attribute that is known");
        return IntrinsicFunctions.substituted(
                form, property -> property.contains("::") ? named(property) : property(id, property));
    }

    /** The text of a property; without it, the one that AWS chooses. */
    private String property(String id, String name) {
        return functions.once("Resources." + id + ".Properties." + name, () -> {
            Object value = value(map(template.resource(id).get("Properties")).get(name));
            return value != IntrinsicFunctions.NOTHING ? Template.name(value) : name.equals("Path") ? "/" : id;
        });
    }

    /** A node with its functions evaluated: text, lists and maps, or {@link IntrinsicFunctions#NOTHING}. */
    Object value(@Nullable Object node) {
        return functions.value(node);
    }

    String text(@Nullable Object node) {
        return functions.text(node);
    }

    /** Whether the template has a resource or an output with these values. */
    boolean exists(Object node) {
        return functions.exists(node);
    }

    /**
     * What the roles of the template are expected to grant, as their {@code Metadata.Grant} says; CloudFormation
     * evaluates functions in it, too. It is made from settings alone, never from policies.
     */
    public List<ExpectedGrant> grants() {
        List<ExpectedGrant> grants = new ArrayList<>();
        template.section("Resources")
                .forEach((id, resource) -> at("Resources." + id + ".Metadata.Grant", () -> {
                    Object node = map(map(resource).get("Metadata")).get("Grant");
                    if (node != null && exists(resource)) {
                        grants.add(grant(value(node)));
                        String role = grants.getLast().roleName();
                        // A role of account A has to speak about itself.
                        require(grants.getLast().isOfSource() || role.equals(named(id)), "the role " + role, named(id));
                    }
                    return id;
                }));
        require(
                !grants.isEmpty(),
                "no Metadata.Grant that says what the template means to grant",
                "a template of this project, or --role, --bucket, --trusts and --prefix");
        return grants;
    }

    private static ExpectedGrant grant(Object resolved) {
        Map<String, List<String>> values = new TreeMap<>();
        List<ExpectedGrant> trusted = new ArrayList<>();
        Template.object(resolved).forEach((name, value) -> {
            if (name.equals("Trusted")) {
                list(value).forEach(each -> trusted.add(grant(each)));
            } else if (!list(value).isEmpty() && !value.equals("")) {
                values.put(name, list(value).stream().map(Template::text).toList());
            }
        });
        return new ExpectedGrant(values, trusted);
    }
}
