package org.allowput.ops.aws;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;
import org.allowput.lambda.copy.KeyRule;
import org.allowput.ops.cli.OperationException;

/** Which keys a stack of account B copies. */
public final class DeployedKeys {
    private DeployedKeys() {}

    /** The rule in the stack's outputs. */
    public static KeyRule rule(StackOutputs outputs) {
        String json = outputs.get("KeyRule");
        try {
            Map<String, String> rule = JSON.std.mapOfFrom(String.class, json);
            return new KeyRule(
                    rule.getOrDefault("includePrefix", ""),
                    rule.getOrDefault("includeSuffix", ""),
                    rule.getOrDefault("stripPrefix", ""),
                    rule.getOrDefault("addPrefix", ""));
        } catch (IOException e) {
            throw new OperationException(
                    "The output KeyRule of the stack " + outputs.stack() + " is not a JSON object of strings: " + json,
                    e);
        }
    }
}
