package org.allowput.bench.copy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.allowput.bench.server.S3Server;
import org.allowput.bench.workload.Workload;
import software.amazon.awssdk.core.sync.RequestBody;

/** Puts a workload's objects into the source bucket, some at once. */
public final class WorkloadUpload {
    private static final int AT_ONCE = 8;

    private WorkloadUpload() {}

    public static void put(S3Server store, Workload work) throws Exception {
        List<Callable<Object>> puts = IntStream.range(0, work.objects())
                .mapToObj(number -> Executors.callable(() -> put(store, work, number)))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Object> each : threads.invokeAll(puts)) {
                each.get();
            }
        }
    }

    private static void put(S3Server store, Workload work, int number) {
        byte[] bytes = work.bytes(number);
        store.source()
                .putObject(
                        request -> request.bucket(S3Server.SOURCE).key(work.key(number)),
                        RequestBody.fromContentProvider(
                                () -> repeated(bytes, work.size()), work.size(), "application/octet-stream"));
    }

    /** The bytes again and again, to a length. */
    private static InputStream repeated(byte[] bytes, long length) {
        return new SequenceInputStream(Collections.enumeration(LongStream.range(0, Math.ceilDiv(length, bytes.length))
                .mapToObj(copy ->
                        new ByteArrayInputStream(bytes, 0, (int) Math.min(bytes.length, length - copy * bytes.length)))
                .toList()));
    }
}
