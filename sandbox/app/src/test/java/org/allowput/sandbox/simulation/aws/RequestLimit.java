package org.allowput.sandbox.simulation.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.allowput.sandbox.simulation.time.VirtualTime;

/**
 * S3's limit of requests for one prefix, scaled down to a 3,500th as the number of objects is: what comes sooner is
 * answered by 503 SlowDown.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html">Request rates</a>:
 *     3,500 writes and 5,500 reads per second and prefix
 */
final class RequestLimit {
    private static final Set<String> READS = Set.of("GetObject", "GetObjectTagging", "HeadObject");
    private static final int WRITES_PER_SECOND = 1;
    private static final int READS_PER_SECOND = 2;

    private final VirtualTime time;
    private final Map<String, Integer> served = new HashMap<>();
    private long second = -1;

    RequestLimit(VirtualTime time) {
        this.time = time;
    }

    /** Whether a request comes too soon; it counts if it does not. */
    boolean refuses(HttpCall call) {
        // An operator's requests have no token, and come when nothing else does.
        if (call.service() != HttpCall.Service.S3 || call.token().isEmpty()) {
            return false;
        }
        if (time.instant().getEpochSecond() != second) {
            second = time.instant().getEpochSecond();
            served.clear();
        }
        boolean reads = READS.contains(call.operation());
        int most = reads ? READS_PER_SECOND : WRITES_PER_SECOND;
        // A receipt's second folder is that which spreads them.
        String prefix = call.bucket() + "/" + call.key().replaceFirst("^((receipts/)?[^/]*).*", "$1") + reads;
        if (served.getOrDefault(prefix, 0) >= most) {
            return true;
        }
        served.merge(prefix, 1, Integer::sum);
        return false;
    }
}
