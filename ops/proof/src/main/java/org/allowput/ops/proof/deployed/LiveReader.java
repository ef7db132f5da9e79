package org.allowput.ops.proof.deployed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * Reads what is deployed in the account whose credentials are used. {@code templates/reviewer-policy.json} allows
 * exactly these requests.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html">
 *     GetAccountAuthorizationDetails</a>
 */
public final class LiveReader {
    private static final Policy ANYBODY =
            Policy.parse("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\"}}");

    private final ServiceClients clients;
    private final String partition;
    private final String account;
    private final IamClient iam;
    private final List<GetAccountAuthorizationDetailsResponse> pages;
    private final Map<String, String> managed = new TreeMap<>();
    private final List<Role> roles;

    public LiveReader(ServiceClients clients) {
        this.clients = clients;
        String[] caller = clients.sts().getCallerIdentity().arn().split(":", -1);
        this.partition = caller[1];
        this.account = caller[4];
        this.iam = clients.build(IamClient.builder());
        this.pages = iam.getAccountAuthorizationDetailsPaginator().stream().toList();
        pages.forEach(page -> page.policies()
                .forEach(policy -> policy.policyVersionList().stream()
                        .filter(PolicyVersion::isDefaultVersion)
                        .forEach(version -> managed.put(policy.arn(), version.document()))));
        this.roles = pages.stream()
                .flatMap(page -> page.roleDetailList().stream())
                .map(this::role)
                .toList();
    }

    /**
     * Reads account A, with the bucket of the grants.
     *
     * @param grants what each role that account A offers is expected to grant
     */
    public TargetDeployment target(List<ExpectedGrant> grants) {
        return new TargetDeployment(
                partition,
                account,
                roles,
                BucketReader.of(clients, partition, account, grants.getFirst().bucket())
                        .read(grants.getFirst().texts("KmsKeyArn")),
                grants);
    }

    /**
     * Account B, with the roles of a stack.
     *
     * @param grant what the stack is expected to use
     */
    public SourceDeployment source(String stack, Map<String, String> outputs, ExpectedGrant grant) {
        Map<String, Set<String>> resources = clients
                .cloudFormation()
                .listStackResourcesPaginator(request -> request.stackName(stack))
                .stackResourceSummaries()
                .stream()
                .collect(Collectors.groupingBy(
                        StackResourceSummary::resourceType,
                        Collectors.mapping(StackResourceSummary::physicalResourceId, Collectors.toSet())));
        Set<String> ofStack = resources.getOrDefault("AWS::IAM::Role", Set.of());
        return new SourceDeployment(
                partition,
                account,
                clients.region().id(),
                outputs,
                grant,
                roles.stream()
                        .filter(role -> ofStack.contains(role.name()))
                        .map(Role::read)
                        .toList(),
                executionRoles(resources),
                callers(grant));
    }

    /** The roles with which AWS runs what the stack has: what was set after the deployment counts. */
    private List<ExecutionRole> executionRoles(Map<String, Set<String>> resources) {
        LambdaClient lambda = clients.build(LambdaClient.builder());
        SfnClient stepFunctions = clients.build(SfnClient.builder());
        SchedulerClient scheduler = clients.build(SchedulerClient.builder());
        List<ExecutionRole> roles = new ArrayList<>();
        for (String name : resources.getOrDefault("AWS::Lambda::Function", Set.of())) {
            // With $LATEST. An alias has no role: it points to versions.
            lambda.listVersionsByFunctionPaginator(request -> request.functionName(name)).versions().stream()
                    .map(version -> ExecutionRole.ofFunction(name, version.version(), version.role()))
                    .forEach(roles::add);
        }
        for (String arn : resources.getOrDefault("AWS::StepFunctions::StateMachine", Set.of())) {
            roles.add(ExecutionRole.ofStateMachine(
                    arn,
                    stepFunctions
                            .describeStateMachine(request -> request.stateMachineArn(arn))
                            .roleArn()));
        }
        for (String name : resources.getOrDefault("AWS::Scheduler::Schedule", Set.of())) {
            roles.add(ExecutionRole.ofSchedule(
                    name,
                    scheduler
                            .getSchedule(request -> request.name(name))
                            .target()
                            .roleArn()));
        }
        return roles;
    }

    private Role role(RoleDetail role) {
        List<String> unread = new ArrayList<>();
        String name = role.roleName();
        List<Policy> identity = new ArrayList<>();
        for (PolicyDetail policy : role.rolePolicyList()) {
            String where = policy.policyName() + " of " + name;
            identity.add(readOr(Policy.EVERYTHING, where, policy.policyDocument(), unread));
        }
        role.attachedManagedPolicies().forEach(policy -> identity.add(managed(policy.policyArn(), unread)));
        return new Role(
                role.arn(),
                readOr(ANYBODY, "the trust policy of " + name, role.assumeRolePolicyDocument(), unread),
                identity,
                Stream.ofNullable(role.permissionsBoundary())
                        .map(boundary -> managed(boundary.permissionsBoundaryArn(), unread))
                        .toList(),
                unread);
    }

    private static Policy readOr(Policy otherwise, String where, String document, List<String> unread) {
        try {
            return Policy.parse(document);
        } catch (PolicyException e) {
            unread.add(where + " (" + e.getMessage() + ")");
            return otherwise;
        }
    }

    /** The details lack a policy that is only a boundary. */
    private Policy managed(String arn, List<String> unread) {
        String document = managed.computeIfAbsent(arn, missing -> {
            String version =
                    iam.getPolicy(request -> request.policyArn(arn)).policy().defaultVersionId();
            return iam.getPolicyVersion(request -> request.policyArn(arn).versionId(version))
                    .policyVersion()
                    .document();
        });
        return readOr(Policy.EVERYTHING, arn, document, unread);
    }

    /** The policy that the stack gives to each principal that is expected to assume the role, too. */
    private Map<String, Policy> callers(ExpectedGrant grant) {
        Map<String, List<PolicyDetail>> inline = new HashMap<>();
        pages.forEach(page -> {
            page.groupDetailList().forEach(group -> inline.put("group/" + group.groupName(), group.groupPolicyList()));
            page.roleDetailList().forEach(role -> inline.put("role/" + role.roleName(), role.rolePolicyList()));
            page.userDetailList().forEach(user -> inline.put("user/" + user.userName(), user.userPolicyList()));
        });
        return grant.texts("Callers").stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        caller -> Policy.joined(inline.getOrDefault(caller, List.of()).stream()
                                .filter(policy -> policy.policyName().equals("Assume-" + grant.roleName()))
                                .map(policy -> BucketReader.policy("the policy of " + caller, policy.policyDocument()))
                                .toArray(Policy[]::new))));
    }
}
