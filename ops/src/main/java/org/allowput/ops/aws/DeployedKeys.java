package org.allowput.ops.aws;

import org.allowput.lambda.copy.KeyRules;
import org.allowput.ops.cli.OperationException;

/** Which keys a stack of account B copies. */
public final class DeployedKeys {
    private DeployedKeys() {}

    /** The rules in the stack's outputs. */
    public static KeyRules rules(StackOutputs outputs) {
        String json = outputs.get("KeyRule");
        try {
            return KeyRules.parse(json);
        } catch (IllegalArgumentException e) {
            throw new OperationException(
                    "The output KeyRule of the stack " + outputs.stack() + " is " + json + ": " + e.getMessage(), e);
        }
    }
}
