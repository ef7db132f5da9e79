package org.allowput.bench.copy;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.sync.RequestBody;

/** Puts a workload's objects into the source bucket, some at once. */
public final class WorkloadUpload {
    private static final int AT_ONCE = 8;

    private WorkloadUpload() {}

    public static void put(S3Server store, Workload work) throws Exception {
        Semaphore free = new Semaphore(AT_ONCE);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < work.objects(); i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    free.acquire();
                    try {
                        put(store, work, number);
                    } finally {
                        free.release();
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
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
                                () -> new Repeated(bytes, work.size()), work.size(), "application/octet-stream"));
    }

    /** A piece again and again, to a length. */
    private static final class Repeated extends InputStream {
        private final byte[] piece;
        private long left;
        private int at;

        Repeated(byte[] piece, long length) {
            this.piece = piece;
            this.left = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(Math.min(length, left), piece.length - at);
            System.arraycopy(piece, at, buffer, offset, count);
            at = (at + count) % piece.length;
            left -= count;
            return count;
        }
    }
}
