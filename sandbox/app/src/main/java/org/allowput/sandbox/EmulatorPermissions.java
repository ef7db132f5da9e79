package org.allowput.sandbox;

import org.allowput.emulator.Account;

/**
 * What the emulator asks for and AWS does not: an action of its own for a batch of messages, for which AWS asks for the
 * action of one, which the role has.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html">Actions of
 *     Amazon SQS</a>
 */
public final class EmulatorPermissions {
    private EmulatorPermissions() {}

    /**
     * Adds the action to a role, beside the policies that are deployed.
     *
     * @param batchAction of SQS, on every queue
     */
    public static void grant(Account account, String roleArn, String batchAction) {
        account.iam()
                .putRolePolicy(request -> request.roleName(roleArn.substring(roleArn.lastIndexOf('/') + 1))
                        .policyName("Emulator")
                        .policyDocument("""
                            {"Version": "2012-10-17", "Statement": [
                              {"Effect": "Allow", "Action": "%s", "Resource": "arn:aws:sqs:*"}]}
                            """.formatted(batchAction)));
    }
}
