package org.allowput.ops.aws;

import org.allowput.contract.StackOutput;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.cli.OperationException;

/** What a stack of account B copies. */
public final class DeployedSelection {
    private DeployedSelection() {}

    /** As the stack's outputs have it. */
    public static Selection selection(StackOutputs outputs) {
        String json = outputs.get(StackOutput.SELECTION);
        try {
            return Selection.parse(json);
        } catch (IllegalArgumentException e) {
            throw new OperationException(
                    "The output %s of the stack %s is %s: %s"
                            .formatted(StackOutput.SELECTION, outputs.stack(), json, e.getMessage()),
                    e);
        }
    }
}
