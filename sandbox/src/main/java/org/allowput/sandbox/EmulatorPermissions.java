package org.allowput.sandbox;

/**
 * What the emulator asks for and AWS does not: an action of its own for a batch, for which AWS asks for
 * {@code sqs:ChangeMessageVisibility}, which the function's role has.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html">Actions of
 *     Amazon SQS</a>
 */
final class EmulatorPermissions {
    private static final String POLICY = """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "sqs:ChangeMessageVisibilityBatch", "Resource": "arn:aws:sqs:*"}]}
        """;

    private EmulatorPermissions() {}

    /** Adds them to the function's role, beside the policy that is deployed. */
    static void grant(Sandbox sandbox) {
        String role = sandbox.output("FunctionRoleArn");
        sandbox.source()
                .iam()
                .putRolePolicy(request -> request.roleName(role.substring(role.lastIndexOf('/') + 1))
                        .policyName("Emulator")
                        .policyDocument(POLICY));
    }
}
