package org.allowput.ops.proof;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.deployed.LiveReader;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.template.GrantSection;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.ops.proof.template.Template;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Decides the statements about what is deployed, or would be. */
public final class Proof {
    private Proof() {}

    /** About a stack of account A or B: the first of these names that exists. */
    public static ProofReport ofStack(ServiceClients clients, List<String> names) throws IOException {
        Stack stack = names.stream()
                .flatMap(name -> StackOutputs.findStack(clients.cloudFormation(), name).stream())
                .findFirst()
                .orElseThrow(() -> new OperationException("There is no stack " + String.join(" or ", names) + " in "
                        + clients.region() + " of the account whose credentials are used: name it with --stack, or the"
                        + " role and the bucket with --role and --bucket."));
        String name = stack.stackName();
        Map<String, String> parameters = new TreeMap<>();
        stack.parameters().forEach(each -> parameters.put(each.parameterKey(), each.parameterValue()));
        Map<String, String> outputs = new TreeMap<>();
        stack.outputs().forEach(each -> outputs.put(each.outputKey(), each.outputValue()));
        Template template = Template.parse(clients.cloudFormation()
                .getTemplate(request -> request.stackName(name))
                .templateBody());
        GrantSection section = section(template, parameters, "stack " + name);
        LiveReader live = new LiveReader(clients);
        if (!section.isOfTarget()) {
            return SourceStatements.decide(live.source(name, outputs, section.ofSource()));
        }
        List<MeantGrant> grants = section.ofTarget();
        String meant = grants.getFirst().bucket();
        String bucket = outputs.getOrDefault(StackOutput.TARGET_BUCKET_NAME.id(), meant);
        String role = outputs.getOrDefault(StackOutput.ROLE_ARN.id(), "");
        if (!bucket.equals(meant) || grants.stream().noneMatch(grant -> role.endsWith("/" + grant.roleName()))) {
            throw new OperationException("The outputs of the stack " + name + " name the bucket " + bucket
                    + " and the role " + role + "; expected what its template means to grant (Metadata.Grant): " + meant
                    + " and " + grants.getFirst().roleName());
        }
        return TargetStatements.decide(live.target(grants));
    }

    private static GrantSection section(Template template, Map<String, String> parameters, String where) {
        return Optional.ofNullable(template.section("Metadata").get("Grant"))
                .map(section -> new GrantSection(Template.map(section), parameters))
                .orElseThrow(() -> new OperationException("The " + where + " does not say what it means to grant"
                        + " (Metadata.Grant): say it with --role, --bucket, --trusts and --prefix."));
    }

    /** About a role of account A that no stack of this project made. */
    public static ProofReport ofRole(ServiceClients clients, MeantGrant grant) {
        return TargetStatements.decide(new LiveReader(clients).target(List.of(grant)));
    }

    /**
     * About a template.
     *
     * @param grant in place of what the template's settings say
     */
    public static ProofReport ofTemplate(
            String text,
            Map<String, String> parameters,
            Optional<String> account,
            Optional<String> region,
            Optional<MeantGrant> grant)
            throws IOException {
        Template template = Template.parse(text);
        ResolvedTemplate resolved = new ResolvedTemplate(template, parameters, account, region);
        if (grant.isPresent()) {
            return TargetStatements.decide(resolved.target(List.of(grant.get())))
                    .ofTemplate();
        }
        GrantSection section = section(template, resolved.parameters(), "template");
        ProofReport report = section.isOfTarget()
                ? TargetStatements.decide(resolved.target(section.ofTarget()))
                : SourceStatements.decide(resolved.source(section.ofSource()));
        return report.ofTemplate();
    }
}
