package org.allowput.ops.proof;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.ops.proof.deployed.LiveReader;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.ops.proof.template.Resolver;
import org.allowput.policy.template.Template;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Decides the statements about what is deployed, or would be. */
public final class Proof {
    private Proof() {}

    /**
     * About a stack of account A or B: the first of these names that exists.
     *
     * @param expected in place of a stack: what a role of account A is expected to grant; or empty
     */
    public static ProofReport ofAccount(ServiceClients clients, List<String> names, List<ExpectedGrant> expected) {
        if (!expected.isEmpty()) {
            return TargetStatements.decide(new LiveReader(clients).target(expected));
        }
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
        List<ExpectedGrant> grants = new Resolver(template, parameters).grants();
        LiveReader live = new LiveReader(clients);
        return grants.getFirst().isOfSource()
                ? SourceStatements.decide(live.source(name, outputs, grants.getFirst()))
                : TargetStatements.decide(live.target(grants));
    }

    /**
     * About a template.
     *
     * @param expected in place of what the template says; or empty
     */
    public static ProofReport ofTemplate(ResolvedTemplate resolved, List<ExpectedGrant> expected) {
        List<ExpectedGrant> grants = expected.isEmpty() ? resolved.grants() : expected;
        ProofReport report = grants.getFirst().isOfSource()
                ? SourceStatements.decide(resolved.source(grants.getFirst()))
                : TargetStatements.decide(resolved.target(grants));
        return report.ofTemplate();
    }
}
