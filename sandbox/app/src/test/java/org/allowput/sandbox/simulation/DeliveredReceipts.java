package org.allowput.sandbox.simulation;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.receipt.OutcomeLabel;

/** What the target account reads in the receipts that are delivered to it, and objects that only look like them. */
final class DeliveredReceipts extends Participant {
    private final Guarantees guarantees;
    private final SimulatedBucket source;
    private final SimulatedBucket target;
    /** Checksums, by key and entity tag of what the target has had. */
    private final Map<String, String> copies = new HashMap<>();

    /** The newest copy by key, as {@link #named} names it. */
    private final Map<String, String> newest = new HashMap<>();

    private final Set<String> stated = new HashSet<>();
    private int requests;

    DeliveredReceipts(Cloud cloud, Guarantees guarantees, SimulatedBucket source, SimulatedBucket target) {
        super(cloud);
        this.guarantees = guarantees;
        this.source = source;
        this.target = target;
        cloud.watch(this::sent);
    }

    static boolean isOne(String key) {
        return key.startsWith(Setup.DELIVERIES);
    }

    private void sent(HttpCall call) {
        requests += isOne(call.key()) && call.bucket().equals(SimulatedDeployment.TARGET) ? 1 : 0;
    }

    int requests() {
        return requests;
    }

    /** Objects of the source with the keys of receipts are put and deleted. */
    void planForgeries(Duration period) {
        for (int i = random.nextInt(4); i > 0; i--) {
            boolean deletes = random.nextInt(3) == 0;
            time.after(Duration.ofSeconds(random.nextLong(period.toSeconds())), () -> forge(deletes));
        }
    }

    private void forge(boolean deletes) {
        String key = target.objects().tailMap(Setup.DELIVERIES).keySet().stream()
                .filter(DeliveredReceipts::isOne)
                .findFirst()
                .orElse(Setup.DELIVERIES + "forged");
        journal.write("owner", (deletes ? "deletes " : "puts ") + key);
        if (deletes) {
            source.delete(key);
        } else {
            byte[] bytes = {'0'};
            source.put(key, bytes, Map.of(), SimulatedObject.eTag(bytes), Map.of(), time.instant());
        }
    }

    void copied(SimulatedObject copy) {
        String name = named(copy.key(), copy.eTag());
        copies.put(name, SimulatedObject.crc32(copy.bytes()));
        newest.put(copy.key(), name);
    }

    private static String named(String key, String eTag) {
        return key + " " + eTag;
    }

    /** Below their prefix nothing but a new receipt appears, and nothing disappears. */
    void changed(SimulatedBucket.Change change) {
        SimulatedObject now = change.now();
        if (now == null || change.before() != null) {
            breaks(change.key(), now == null ? "was deleted" : "was replaced");
            return;
        }
        try {
            InputStream content = new GZIPInputStream(new ByteArrayInputStream(now.bytes()));
            JSON.std.anySequenceFrom(content).readAll().forEach(this::read);
        } catch (IOException e) {
            breaks(change.key(), "is no receipt: " + e);
        }
    }

    private void read(Object value) {
        Map<?, ?> receipt = (Map<?, ?>) value;
        if (receipt.get("targetETag") instanceof String eTag) {
            String copy = named(String.valueOf(receipt.get("targetKey")), eTag);
            String checksum = copies.get(copy);
            if (checksum == null) {
                breaks(copy, "never was in the target");
            } else if (receipt.get("checksum") instanceof String other && !other.equals(checksum)) {
                breaks(copy, "has another checksum: " + receipt);
            }
            stated.add(copy);
        } else if (receipt.containsKey("eTag")) {
            breaks(String.valueOf(receipt), "does not name its copy");
        } else if (OutcomeLabel.UNCONFIRMED.name().equals(receipt.get("outcome"))) {
            // It names no version: nothing of the source was left to read one from.
            Optional.ofNullable(newest.get(String.valueOf(receipt.get("targetKey"))))
                    .ifPresent(stated::add);
        }
    }

    boolean state(SimulatedObject copy) {
        return stated.contains(named(copy.key(), copy.eTag()));
    }

    private void breaks(String what, String how) {
        guarantees.breaks(Promise.DELIVERED_RECEIPTS, what + " " + how);
    }
}
