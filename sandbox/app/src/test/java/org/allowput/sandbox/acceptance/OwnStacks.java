package org.allowput.sandbox.acceptance;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.StackOutputs;

/**
 * A stack in each account with what the tests themselves need: a bucket (in B for the function's zip, in A one that the
 * role must not put into), and a KMS key with the policy that a key has by default, by which the account's IAM policies
 * decide.
 */
record OwnStacks(Stacks stacks, String name) {
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

    void create() {
        for (DeploymentStacks side : DeploymentStacks.values()) {
            stacks.create(side, stack(), TEMPLATE, Map.of("BucketName", bucket(side)));
        }
    }

    String bucket(DeploymentStacks side) {
        return bucket("own", side);
    }

    /** A name that no other bucket has: the random part of the deployment's name, and the account. */
    String bucket(String purpose, DeploymentStacks side) {
        return name + "-" + purpose + "-" + side.name().toLowerCase(Locale.ROOT) + "-"
                + stacks.accounts().id(side);
    }

    String keyArn(DeploymentStacks side) {
        return Objects.requireNonNull(
                StackOutputs.of(stacks.accounts().of(side), stack()).byName().get("KeyArn"));
    }

    private String stack() {
        return "Acceptance-" + name;
    }
}
