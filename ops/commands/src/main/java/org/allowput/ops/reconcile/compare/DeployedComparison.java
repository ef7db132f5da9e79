package org.allowput.ops.reconcile.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedSelection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.reconcile.inventory.InventoryFiles;

/**
 * A comparison with the buckets and rules of a stack of account B.
 *
 * @param prefix of the source keys that are compared
 * @param grace how long a copy may take
 * @param since from when on each copy has a receipt; empty for the first receipt that is kept
 * @param inventory of account A's bucket, if there is one
 * @param progress where progress is printed
 */
public record DeployedComparison(
        DeployedStack stack,
        String prefix,
        Duration grace,
        Optional<Instant> since,
        Optional<InventoryFiles> inventory,
        PrintWriter progress) {
    /**
     * Compares.
     *
     * @throws OperationException if there are neither receipts nor an inventory
     * @throws IOException if the inventory is not one of the target bucket, or cannot be read
     */
    public Report run(Instant now) throws IOException {
        StackOutputs outputs = stack.outputs();
        return new Reconciliation(
                        stack.clients().s3(),
                        outputs.get(StackOutput.SOURCE_BUCKET_NAME),
                        outputs.get(StackOutput.TARGET_BUCKET_NAME),
                        prefix,
                        DeployedSelection.selection(outputs),
                        grace,
                        outputs.find(StackOutput.OPT_INS).orElse("").contains("replicateDeletes"),
                        progress)
                .compare(receipts(outputs, now), inventory, now);
    }

    private Optional<Reconciliation.Written> receipts(StackOutputs outputs, Instant now) {
        Optional<String> bucket = outputs.find(StackOutput.RECEIPTS_BUCKET_NAME);
        if (bucket.isEmpty() && inventory.isEmpty()) {
            throw new OperationException(
                    "There is nothing to compare with: deploy the stack with -c receipts.enabled=true,"
                            + " or name account A's inventory with --inventory.");
        }
        Duration kept = Duration.ofDays(
                Integer.parseInt(outputs.find(StackOutput.RECEIPTS_KEPT_DAYS).orElse("0")));
        return bucket.map(name -> since.map(time -> new Reconciliation.Written(name, time, true))
                .orElseGet(() -> new Reconciliation.Written(name, now.minus(kept), false)));
    }
}
