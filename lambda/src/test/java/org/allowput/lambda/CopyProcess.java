package org.allowput.lambda;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.TrustManagerFactory;
import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.http.BufferedTlsStrategy;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.ClientConfiguration;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * A process of its own that copies with the function's wiring and defaults, and prints the peaks of heap and direct
 * memory together, in MiB.
 *
 * <p>Arguments: endpoint, trust store, how many objects at once, bytes of each.
 */
final class CopyProcess {
    private static final int MIB = 1024 * 1024;

    private CopyProcess() {}

    public static void main(String[] arguments) throws Exception {
        int objects = Integer.parseInt(arguments[2]);
        long bytes = Long.parseLong(arguments[3]);
        FunctionSettings settings = settings(objects);
        SdkHttpClient http = AwsClients.httpClientBuilder(settings)
                .tlsSocketStrategy(
                        new BufferedTlsStrategy(trust(Path.of(arguments[1])).getTrustManagers()))
                .build();
        ClientConfiguration base = new ClientConfiguration(
                http,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("222222222222", "none")),
                ClientConfiguration::standardRetryStrategy,
                Optional.of(URI.create(arguments[0])),
                SystemResources.ofProcess());
        Peak direct = new Peak();
        Thread sampler = Thread.ofPlatform().daemon().start(direct);
        try (AwsClients wiring = new AwsClients(settings, base)) {
            // Once before: classes, connections, credentials.
            run(wiring, 1, MIB);
            run(wiring, objects, bytes);
            sampler.interrupt();
            System.out.println(heap() + direct.most() / MIB);
        }
    }

    private static void run(AwsClients wiring, int objects, long bytes) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> tasks = IntStream.range(0, objects)
                    .<Callable<Void>>mapToObj(number -> () -> {
                        String key = "bytes-" + bytes + "-" + number;
                        CopyResult outcome = wiring.session()
                                .copier()
                                .replicate(new CopyTask(key, key, MissingSource.SKIP), () -> Duration.ofMinutes(10));
                        if (!(outcome instanceof Outcome.Copied copied) || copied.bytes() != bytes) {
                            throw new IllegalStateException(outcome.toString());
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        }
    }

    /** The function's defaults. */
    private static FunctionSettings settings(int objects) {
        Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());
        variables.putAll(Map.of(
                "SOURCE_BUCKET", "source",
                "TARGET_BUCKET", "target",
                "TARGET_REGION", "us-east-1",
                "MAX_CONCURRENT_COPIES", Integer.toString(objects)));
        return EnvironmentVariables.read(variables);
    }

    private static TrustManagerFactory trust(Path store) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(KeyStore.getInstance(store.toFile(), "changeit".toCharArray()));
        return factory;
    }

    private static long heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                / MIB;
    }

    /** The most direct memory that was seen, looked at every few milliseconds. */
    private static final class Peak implements Runnable {
        private volatile long most;

        long most() {
            return most;
        }

        @Override
        public void run() {
            try {
                while (true) {
                    long now = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                            .mapToLong(BufferPoolMXBean::getMemoryUsed)
                            .sum();
                    most = Math.max(most, now);
                    Thread.sleep(5);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
