package org.allowput.ops.proof;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.deployed.GrantSection;
import org.allowput.ops.proof.deployed.LiveReader;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.ops.proof.template.Template;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Decides the statements about what is deployed, or would be. */
public final class Proof {
    private Proof() {}

    /** About a stack of account A or B: the first of these names that exists. */
    public static ProofReport ofStack(ServiceClients clients, List<String> names) {
        Stack stack = names.stream()
                .flatMap(name -> CloudFormationStacks.find(clients.cloudFormation(), name).stream())
                .findFirst()
                .orElseThrow(() -> new OperationException("There is no stack " + String.join(" or ", names) + " in "
                        + clients.region() + " of the account whose credentials are used: name it with --stack, or the"
                        + " role and the bucket with --role and --bucket."));
        Map<String, String> parameters = new TreeMap<>();
        stack.parameters().forEach(each -> parameters.put(each.parameterKey(), each.parameterValue()));
        GrantSection section = new GrantSection(Template.map(metadata(clients, stack)), parameters);
        Map<String, String> outputs = new TreeMap<>();
        stack.outputs().forEach(each -> outputs.put(each.outputKey(), each.outputValue()));
        LiveReader live = new LiveReader(clients);
        if (section.isOfTarget()) {
            List<MeantGrant> grants = section.ofTarget();
            String bucket = outputs.getOrDefault(StackOutput.TARGET_BUCKET_NAME.id(), section.bucket());
            String role = outputs.getOrDefault(StackOutput.ROLE_ARN.id(), "");
            if (!bucket.equals(section.bucket())
                    || grants.stream().noneMatch(grant -> role.endsWith("/" + grant.roleName()))) {
                throw new OperationException("The outputs of the stack " + stack.stackName() + " name the bucket "
                        + bucket
                        + " and the role " + role + "; expected what its template means to grant (Metadata.Grant): "
                        + section.bucket() + " and " + grants.getFirst().roleName());
            }
            return TargetStatements.decide(live.target(bucket, grants));
        }
        return SourceStatements.decide(live.source(stack.stackName(), outputs, section.ofSource(live.partition())));
    }

    private static Object metadata(ServiceClients clients, Stack stack) {
        try {
            Object section = Template.parse(clients.cloudFormation()
                            .getTemplate(request -> request.stackName(stack.stackName()))
                            .templateBody())
                    .section("Metadata")
                    .get("Grant");
            if (section == null) {
                throw new OperationException("The stack " + stack.stackName() + " does not say what it means to grant"
                        + " (Metadata.Grant): say it with --role, --bucket, --trusts and --prefix.");
            }
            return section;
        } catch (IOException e) {
            throw new OperationException(
                    "The template of the stack " + stack.stackName() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** About a role of account A that no stack of this project made. */
    public static ProofReport ofRole(ServiceClients clients, String bucket, MeantGrant grant) {
        return TargetStatements.decide(new LiveReader(clients).target(bucket, List.of(grant)));
    }

    /**
     * About a template.
     *
     * @param bucket in place of what the template's settings say
     * @param grant in place of what the template's settings say
     */
    public static ProofReport ofTemplate(
            String text,
            Map<String, String> parameters,
            Optional<String> account,
            Optional<String> region,
            Optional<String> bucket,
            Optional<MeantGrant> grant)
            throws IOException {
        ResolvedTemplate resolved = new ResolvedTemplate(Template.parse(text), parameters, account, region);
        Optional<GrantSection> section = resolved.grant();
        if (grant.isPresent() && bucket.isPresent()) {
            return TargetStatements.decide(resolved.target(bucket.get(), List.of(grant.get())))
                    .ofTemplate();
        }
        GrantSection meant =
                section.orElseThrow(() -> new OperationException("The template does not say what it means to"
                        + " grant (Metadata.Grant): say it with --role, --bucket, --trusts and --prefix."));
        ProofReport report = meant.isOfTarget()
                ? TargetStatements.decide(resolved.target(meant.bucket(), meant.ofTarget()))
                : SourceStatements.decide(resolved.source(meant));
        return report.ofTemplate();
    }
}
