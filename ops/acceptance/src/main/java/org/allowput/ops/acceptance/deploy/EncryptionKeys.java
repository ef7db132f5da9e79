package org.allowput.ops.acceptance.deploy;

import java.util.Map;
import java.util.Objects;
import org.allowput.ops.acceptance.account.AccountKind;
import org.allowput.ops.acceptance.account.ResourceNames;

/** A KMS key in each account, for the time of the run. */
public record EncryptionKeys(String targetKeyArn, String sourceKeyArn) {
    /** With the policy that a key has by default: the account's IAM policies decide. */
    private static final String TEMPLATE = """
        Resources:
          Key:
            Type: AWS::KMS::Key
            DeletionPolicy: Delete
            Properties:
              PendingWindowInDays: 7
              KeyPolicy:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Principal:
                      AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"
                    Action: kms:*
                    Resource: "*"
        Outputs:
          Arn:
            Value: !GetAtt Key.Arn
        """;

    static EncryptionKeys create(Stacks stacks, ResourceNames names) {
        String stack = names.named("key");
        for (AccountKind side : AccountKind.values()) {
            stacks.create(side, stack, TEMPLATE, Map.of()).require(stack);
        }
        return of(stacks, names);
    }

    static EncryptionKeys of(Stacks stacks, ResourceNames names) {
        String stack = names.named("key");
        return new EncryptionKeys(
                Objects.requireNonNull(
                        stacks.outputs(AccountKind.TARGET, stack).byName().get("Arn")),
                Objects.requireNonNull(
                        stacks.outputs(AccountKind.SOURCE, stack).byName().get("Arn")));
    }
}
