package org.allowput.ops.proof;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.deployed.LiveReader;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.ops.proof.template.Resolver;
import org.allowput.ops.proof.template.Template;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Decides the statements about what is deployed, or would be. */
public final class Proof {
    private Proof() {}

    /** About a stack of account A or B: the first of these names that exists. */
    public static ProofReport ofStack(ServiceClients clients, List<String> names) {
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
        List<MeantGrant> grants = new Resolver(template, parameters).grants();
        LiveReader live = new LiveReader(clients);
        MeantGrant first = grants.getFirst();
        return first.isOfSource()
                ? SourceStatements.decide(live.source(name, outputs, first))
                : TargetStatements.decide(live.target(grants));
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
            Optional<MeantGrant> grant) {
        ResolvedTemplate resolved = new ResolvedTemplate(Template.parse(text), parameters, account, region);
        List<MeantGrant> grants = grant.map(List::of).orElseGet(resolved::grants);
        MeantGrant first = grants.getFirst();
        ProofReport report = first.isOfSource()
                ? SourceStatements.decide(resolved.source(first))
                : TargetStatements.decide(resolved.target(grants));
        return report.ofTemplate();
    }
}
