package org.allowput.bench.copy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.allowput.bench.server.S3Server;
import org.allowput.bench.workload.Workload;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.TlsCertificate;
import software.amazon.awssdk.services.s3.S3Client;

/** The sandbox's emulator as a store: slow, but there wherever the tests run. It speaks TLS alone. */
public final class EmulatorServer implements S3Server {
    private final Emulator emulator;
    private final S3Client source;
    private final S3Client target;

    private EmulatorServer(Emulator emulator) {
        this.emulator = emulator;
        this.source = emulator.source().s3();
        this.target = emulator.target().s3();
    }

    public static EmulatorServer start(Path folder) {
        EmulatorServer store = new EmulatorServer(Emulator.start(folder, Map.of()));
        store.source.createBucket(bucket -> bucket.bucket(SOURCE));
        store.target.createBucket(bucket -> bucket.bucket(TARGET));
        return store;
    }

    @Override
    public URI endpoint() {
        return emulator.endpoint();
    }

    @Override
    public TlsCertificate certificate() {
        return emulator.certificate();
    }

    @Override
    public S3Client source() {
        return source;
    }

    @Override
    public long requests(Workload work) {
        return 0;
    }

    @Override
    public void clear(Workload work) {
        for (int number = 0; number < work.objects(); number++) {
            String key = work.key(number);
            target.deleteObject(object -> object.bucket(TARGET).key(key));
        }
    }

    @Override
    public void compare(Workload work) {
        for (int number = 0; number < work.objects(); number++) {
            String key = work.key(number);
            byte[] from = source.getObjectAsBytes(
                            object -> object.bucket(SOURCE).key(key))
                    .asByteArrayUnsafe();
            byte[] to = target.getObjectAsBytes(object -> object.bucket(TARGET).key(key))
                    .asByteArrayUnsafe();
            if (!Arrays.equals(from, to)) {
                throw new IllegalStateException(key + " differs in the target");
            }
        }
    }

    @Override
    public void close() {
        emulator.close();
    }
}
