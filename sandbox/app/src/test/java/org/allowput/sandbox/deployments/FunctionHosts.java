package org.allowput.sandbox.deployments;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.fault.FaultProxy;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.host.LambdaService;
import org.allowput.host.LogFile;
import org.allowput.host.cloudwatch.FunctionLogGroup;
import org.allowput.host.function.HelperFunctionCredentials;
import org.allowput.host.function.LambdaApiFunctions;
import org.allowput.host.settings.HostSettings;
import org.allowput.sandbox.BackgroundJvm;
import org.allowput.sandbox.LambdaHostProcess;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Runs the functions of several deployments of account B. A strict S3 is between them and the emulator. */
public final class FunctionHosts implements AutoCloseable {
    private static final Path RUNTIME = LambdaHostProcess.runtime(Checkout.current());

    private final int port = Ports.free();
    private final List<Runnable> opened = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private Optional<URI> strict = Optional.empty();

    /** Where the emulator finds the functions. */
    public Map<String, String> emulatorVariables() {
        return Map.of("LAMBDA_HOST", "http://127.0.0.1:" + port + "/");
    }

    /**
     * Starts to listen. The functions need not be deployed yet.
     *
     * @param folder for the hosts, and for {@code function.log}
     * @param additions to the functions' environment variables
     */
    public void start(Emulator emulator, Path folder, Map<String, String> additions) throws IOException {
        FaultProxy proxy = FaultProxy.startBefore(emulator);
        opened.add(proxy::close);
        strict = Optional.of(proxy.endpoint());
        LambdaClient lambda = emulator.source().lambda();
        SdkHttpClient http = Apache5HttpClient.builder()
                .tlsTrustManagersProvider(proxy::trust)
                .build();
        opened.add(http::close);
        LogFile file = LogFile.open(folder.resolve("function.log"));
        opened.add(file::close);
        Map<String, String> variables = new TreeMap<>(LambdaHostProcess.UNPRIMED);
        variables.put("AWS_ENDPOINT_URL", emulator.endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_S3", proxy.endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_STS", proxy.endpoint().toString());
        variables.putAll(additions);
        List<String> options = new ArrayList<>(TlsCertificate.trustedBy(emulator.trustStore()));
        options.addAll(BackgroundJvm.FIRST_COMPILER);
        CloudWatchLogsClient logs =
                emulator.source().configure(CloudWatchLogsClient.builder()).build();
        CloudWatchClient cloudWatch =
                emulator.source().configure(CloudWatchClient.builder()).build();
        List<FunctionLogGroup> groups = new CopyOnWriteArrayList<>();
        opened.add(() -> groups.forEach(FunctionLogGroup::close));
        LambdaService service = LambdaService.start(
                folder.resolve("host"),
                RUNTIME,
                function -> {
                    LambdaApiFunctions deployed = new LambdaApiFunctions(lambda, http, function);
                    FunctionLogGroup group = new FunctionLogGroup(logs, cloudWatch, deployed::logGroup);
                    groups.add(group);
                    return HostSettings.of(
                                    deployed,
                                    new HelperFunctionCredentials(lambda),
                                    folder.resolve("host-of-" + function),
                                    RUNTIME)
                            .withAdditions(variables, options)
                            .withEnvironments(2)
                            .withLog(file.andThen(group).andThen(event -> log.add(event.toString())));
                },
                port);
        opened.add(service::close);
    }

    /** S3 and STS as they would refuse requests on AWS. */
    public URI strictEndpoint() {
        return strict.orElseThrow();
    }

    /** What the functions logged until now. */
    public Stream<String> log() {
        return log.stream();
    }

    @Override
    public void close() {
        opened.reversed().forEach(Runnable::run);
    }
}
