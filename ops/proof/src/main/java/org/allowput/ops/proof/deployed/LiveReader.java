package org.allowput.ops.proof.deployed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.deployed.SourceDeployment.DeployedFunction;
import org.allowput.policy.Policy;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

/**
 * Reads what is deployed in the account whose credentials are used. {@code templates/reviewer-policy.json} allows
 * exactly these requests.
 */
public final class LiveReader {
    private final ServiceClients clients;
    private final String partition;
    private final String account;
    private final AccountReader identities;

    public LiveReader(ServiceClients clients) {
        this.clients = clients;
        String[] caller = clients.sts().getCallerIdentity().arn().split(":", -1);
        this.partition = caller[1];
        this.account = caller[4];
        this.identities = new AccountReader(clients.build(IamClient.builder()));
    }

    /**
     * Account A, with the bucket that is meant.
     *
     * @param grants what is meant by each role of the account that is granted
     */
    public TargetDeployment target(List<MeantGrant> grants) {
        List<Role> roles = identities.roles();
        grants.forEach(grant ->
                requireRead(roles.stream().filter(role -> role.name().equals(grant.roleName()))));
        return new TargetDeployment(
                partition,
                account,
                roles,
                new BucketReader(
                                clients.crossRegionS3(),
                                clients.s3Control(),
                                new KeyReader(clients.build(KmsClient.builder()), account),
                                partition,
                                account)
                        .read(grants.getFirst().bucket(), grants.getFirst().kmsKeys()),
                grants);
    }

    /**
     * Account B, with the roles of a stack.
     *
     * @param grant what is meant by the stack
     */
    public SourceDeployment source(String stack, Map<String, String> outputs, MeantGrant grant) {
        Map<String, Set<String>> resources = clients
                .cloudFormation()
                .listStackResourcesPaginator(request -> request.stackName(stack))
                .stackResourceSummaries()
                .stream()
                .collect(Collectors.groupingBy(
                        StackResourceSummary::resourceType,
                        Collectors.mapping(StackResourceSummary::physicalResourceId, Collectors.toSet())));
        List<Role> roles = identities.roles().stream()
                .filter(role ->
                        resources.getOrDefault("AWS::IAM::Role", Set.of()).contains(role.name()))
                .toList();
        requireRead(roles.stream());
        Map<String, Policy> callers = new HashMap<>();
        String policyName = "Assume-" + grant.roleName();
        for (String caller : grant.texts("Callers")) {
            callers.put(
                    caller, Policy.joined(identities.inline(caller, policyName).toArray(Policy[]::new)));
        }
        return new SourceDeployment(
                partition,
                account,
                clients.region().id(),
                outputs,
                grant,
                roles,
                resources.getOrDefault("AWS::Lambda::Function", Set.of()).stream()
                        .sorted()
                        .map(this::function)
                        .toList(),
                callers);
    }

    private static void requireRead(Stream<Role> roles) {
        roles.flatMap(role -> role.unread().stream()).findFirst().ifPresent(what -> {
            throw new OperationException("This is not modelled, so that nothing is proven: " + what);
        });
    }

    private DeployedFunction function(String name) {
        GetFunctionConfigurationResponse function =
                clients.build(LambdaClient.builder()).getFunctionConfiguration(request -> request.functionName(name));
        return new DeployedFunction(
                name,
                function.role(),
                function.environment() == null
                        ? Map.of()
                        : function.environment().variables(),
                Optional.ofNullable(function.loggingConfig())
                        .map(logging -> logging.logGroup())
                        .orElse("/aws/lambda/" + name),
                function.vpcConfig() != null
                        && !function.vpcConfig().subnetIds().isEmpty());
    }
}
