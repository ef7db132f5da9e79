package org.allowput.ops.reconcile;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.allowput.lambda.copy.KeyRule;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Compares the objects that a source bucket has now with the receipts of what was copied, and with A's inventory where
 * there is one. Reads both as account B; the target bucket is never asked.
 *
 * <p>Reports each object that is not known to be copied as it is, if it has been so for longer than the grace period;
 * and none that is, as far as the receipts of the time since then are there. It cannot tell of objects that last
 * changed before the receipts begin, unless the inventory does.
 *
 * <p>Memory: a few hundred bytes for each key of the receipts and the inventory, and for each finding; the source's
 * list is read page by page.
 *
 * @param s3 as account B, with as many connections as receipts are read at a time
 * @param bucket the source bucket
 * @param prefix of the source keys that are looked at
 * @param keys which of them are copied, and to which keys
 * @param grace how long a copy may take
 */
public record Reconciliation(S3Client s3, String bucket, String prefix, KeyRule keys, Duration grace) {
    private static final int READ_AT_A_TIME = 32;

    /**
     * Where receipts are.
     *
     * @param since the beginning of the receipts to read; leave out those that are about to expire
     * @param complete whether there is a receipt for everything copied since then, or only from the first one on
     */
    public record Written(String bucket, Instant since, boolean complete) {}

    /**
     * Compares.
     *
     * @param receipts if they are written
     * @param files of A's inventory, if A handed it over
     * @param now when it starts
     * @throws IOException if the inventory is none
     */
    public Report compare(Optional<Written> receipts, Optional<InventoryFiles> files, Instant now) throws IOException {
        var copies =
                new Copies(key -> key.startsWith(prefix) && keys.targetKey(key).isPresent());
        var since = receipts.map(written -> read(written, copies)).orElse(now);
        Optional<Inventory> inventory = Optional.empty();
        if (files.isPresent()) {
            inventory = Optional.of(Inventory.read(files.get(), keys.addPrefix()));
        }
        var finder = new Finder(keys, copies, inventory, new Finder.Times(since, now, grace));
        // The longer of the two, where both can hold; the key rule leaves out the rest.
        var listed = keys.includePrefix().startsWith(prefix) ? keys.includePrefix() : prefix;
        s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(listed))
                .contents()
                .forEach(finder::judge);
        return finder.report();
    }

    private Instant read(Written written, Copies copies) {
        var oldest = new ReceiptReader(s3, written.bucket(), READ_AT_A_TIME).read(written.since(), copies);
        return written.complete() ? written.since() : oldest.orElse(written.since());
    }
}
