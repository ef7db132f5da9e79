package org.allowput.ops.acceptance.deploy;

import java.util.Map;
import java.util.Objects;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.cli.OperationException;

/**
 * A stack in each account with what the run itself needs: a bucket (in B for the function's zip, in A one that the role
 * must not put into), and a KMS key with the policy that a key has by default, by which the account's IAM policies
 * decide.
 */
public record OwnStacks(Stacks stacks, ResourceNames names) {
    private static final String TEMPLATE = """
        Parameters:
          BucketName: {Type: String}
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
            DeletionPolicy: Retain
            Properties: {BucketName: !Ref BucketName}
          Key:
            Type: AWS::KMS::Key
            Properties:
              PendingWindowInDays: 7
              KeyPolicy:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
                    Action: kms:*
                    Resource: "*"
        Outputs:
          KeyArn: {Value: !GetAtt Key.Arn}
        """;

    /**
     * Creates them.
     *
     * @throws OperationException if one of them fails
     */
    public void create() {
        for (DeploymentStacks side : DeploymentStacks.values()) {
            String ending = stacks.create(side, stack(), TEMPLATE, Map.of("BucketName", bucket(side)));
            if (!ending.equals(Stacks.CREATED)) {
                throw new OperationException("The stack " + stack() + " is " + ending);
            }
        }
    }

    public String bucket(DeploymentStacks side) {
        return names.bucket(ResourceNames.OWN, side);
    }

    public String keyArn(DeploymentStacks side) {
        return Objects.requireNonNull(stacks.outputs(side, stack()).byName().get("KeyArn"));
    }

    private String stack() {
        return names.named("own");
    }
}
