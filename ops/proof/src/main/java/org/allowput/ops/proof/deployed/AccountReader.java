package org.allowput.ops.proof.deployed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.ops.cli.OperationException;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.RoleDetail;

/**
 * The roles of an account with their policies, and the policies inside of other principals.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html">
 *     GetAccountAuthorizationDetails</a>
 */
final class AccountReader {
    private static final Policy ANYBODY =
            Policy.parse("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\"}}");

    private final IamClient iam;
    private final List<GetAccountAuthorizationDetailsResponse> pages;
    private final Map<String, String> managed = new TreeMap<>();
    private final Map<String, List<PolicyDetail>> inline = new HashMap<>();

    AccountReader(IamClient iam) {
        this.iam = iam;
        this.pages = iam.getAccountAuthorizationDetailsPaginator().stream().toList();
        pages.forEach(page -> {
            page.policies().forEach(this::addVersion);
            page.groupDetailList().forEach(group -> inline.put("group/" + group.groupName(), group.groupPolicyList()));
            page.roleDetailList().forEach(role -> inline.put("role/" + role.roleName(), role.rolePolicyList()));
            page.userDetailList().forEach(user -> inline.put("user/" + user.userName(), user.userPolicyList()));
        });
    }

    private void addVersion(ManagedPolicyDetail policy) {
        policy.policyVersionList().stream()
                .filter(PolicyVersion::isDefaultVersion)
                .forEach(version -> managed.put(policy.arn(), version.document()));
    }

    List<Role> roles() {
        return pages.stream()
                .flatMap(page -> page.roleDetailList().stream())
                .map(this::role)
                .toList();
    }

    private Role role(RoleDetail role) {
        List<String> unread = new ArrayList<>();
        List<Policy> identity = new ArrayList<>();
        role.rolePolicyList()
                .forEach(policy -> identity.add(readOr(
                        Policy.EVERYTHING,
                        policy.policyName() + " of " + role.roleName(),
                        policy.policyDocument(),
                        unread)));
        role.attachedManagedPolicies()
                .forEach(policy -> identity.add(
                        readOr(Policy.EVERYTHING, policy.policyArn(), managed(policy.policyArn()), unread)));
        return new Role(
                role.arn(),
                readOr(ANYBODY, "the trust policy of " + role.roleName(), role.assumeRolePolicyDocument(), unread),
                identity,
                Optional.ofNullable(role.permissionsBoundary())
                        .map(AttachedPermissionsBoundary::permissionsBoundaryArn)
                        .map(arn -> readOr(Policy.EVERYTHING, arn, managed(arn), unread)),
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
    private String managed(String arn) {
        return managed.computeIfAbsent(arn, missing -> {
            String version =
                    iam.getPolicy(request -> request.policyArn(arn)).policy().defaultVersionId();
            return iam.getPolicyVersion(request -> request.policyArn(arn).versionId(version))
                    .policyVersion()
                    .document();
        });
    }

    /**
     * The policies of that name inside of a principal.
     *
     * @param principal such as {@code group/NAME}
     */
    List<Policy> inline(String principal, String policyName) {
        return inline.getOrDefault(principal, List.of()).stream()
                .filter(policy -> policy.policyName().equals(policyName))
                .map(policy -> read("the policy " + policyName + " of " + principal, policy.policyDocument()))
                .toList();
    }

    /** @throws OperationException if it is none, or has what is not modelled */
    static Policy read(String where, String document) {
        try {
            return Policy.parse(document);
        } catch (PolicyException e) {
            throw new OperationException(
                    "This is not modelled, so that nothing is proven: " + where + ": " + e.getMessage(), e);
        }
    }
}
