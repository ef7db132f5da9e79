package org.allowput.ops.acceptance.check;

import java.util.ArrayList;
import java.util.List;
import org.allowput.ops.acceptance.deploy.Deployed;

/** Copies by the deployed function. */
public record CopyChecks(Checks checks, Deployed deployed) {
    /** Characters that signatures, addresses, events or policies treat in a special way. */
    static final List<String> UNUSUAL_KEYS = List.of(
            "plain.txt",
            "with spaces  and more.txt",
            "a+b.txt",
            "100%25.txt",
            "this&that=1;other.txt",
            "(brackets)[and]{braces}*?$!'~.txt",
            "日本語/🎉.txt",
            "e\u0301 combined.txt",
            "folder/",
            "k".repeat(900));

    public void run() {
        List<String> keys = UNUSUAL_KEYS.stream().map("unusual/"::concat).toList();
        SampleObjects objects = new SampleObjects(deployed);
        checks.check("objects with unusual keys arrive, byte for byte", "all " + keys.size(), () -> {
            keys.forEach(objects::put);
            return objects.allArrive(keys);
        });
        checks.onAwsOnly(
                "buckets are addressed by their host names",
                "both host names begin with the bucket's name",
                "the emulator is reached by an IP address, so that the bucket is in the path",
                () -> {
                    List<String> others = new ArrayList<>();
                    for (String bucket : List.of(deployed.sourceBucket(), deployed.targetBucket())) {
                        String host = objects.source()
                                .utilities()
                                .getUrl(request -> request.bucket(bucket).key("k"))
                                .getHost();
                        if (!host.startsWith(bucket + ".")) {
                            others.add(host);
                        }
                    }
                    return new Observation(
                            others.isEmpty(),
                            others.isEmpty() ? "both host names begin with the bucket's name" : others.toString());
                });
    }
}
