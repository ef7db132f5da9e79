package org.allowput.host;

import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allowput.host.cloudwatch.FunctionLogGroup;
import org.allowput.host.function.HelperFunctionCredentials;
import org.allowput.host.function.LambdaApiFunctions;
import org.allowput.host.settings.HostSettings;
import org.allowput.host.settings.LogEvent;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * A Lambda service in a process of its own, until the process is asked to end. The account, region and endpoint come
 * from the environment, as for any AWS SDK ({@code AWS_ACCESS_KEY_ID}, {@code AWS_REGION}, {@code AWS_ENDPOINT_URL} …);
 * the function's JVMs get the same endpoints, and the trust store and {@code -XX} options that this JVM was started
 * with.
 */
@Command(
        name = "lambda-host",
        mixinStandardHelpOptions = true,
        description = "Runs the Java functions of an account in AWS's own runtime client.")
public final class LambdaHostMain implements Callable<Integer> {
    @Option(names = "--port", required = true, description = "The port on the loopback interface.")
    private int port;

    @Option(names = "--work", required = true, description = "Folder for unpacked code and temporary files.")
    private Path work = Path.of("");

    @Option(names = "--runtime", required = true, description = "Folder with the jars of AWS's Java runtime client.")
    private Path runtime = Path.of("");

    @Option(names = "--log", required = true, description = "File that the function's log is appended to.")
    private Path log = Path.of("");

    @Option(names = "--variable", paramLabel = "NAME=VALUE", description = "An environment variable of each function.")
    private Map<String, String> additions = Map.of();

    @Option(names = "--jvm-option", description = "An option of the JVM that runs a function.")
    private List<String> jvmOptions = List.of();

    @Option(names = "--environments", defaultValue = "10", description = "Most environments (${DEFAULT-VALUE}).")
    private int environments;

    private LambdaHostMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LambdaHostMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    /** Does not return while it listens: hosts end with this JVM. */
    @Override
    public Integer call() throws Exception {
        try (SdkHttpClient http = Apache5HttpClient.create();
                LambdaClient lambda = LambdaClient.builder().httpClient(http).build();
                CloudWatchLogsClient logs =
                        CloudWatchLogsClient.builder().httpClient(http).build();
                CloudWatchClient cloudWatch =
                        CloudWatchClient.builder().httpClient(http).build();
                LogFile logFile = LogFile.open(log)) {
            Function<String, HostSettings> settings = name -> {
                LambdaApiFunctions deployed = new LambdaApiFunctions(lambda, http, name);
                return settings(
                        HostSettings.of(deployed, new HelperFunctionCredentials(lambda), work.resolve(name), runtime),
                        logFile.andThen(new FunctionLogGroup(logs, cloudWatch, deployed::logGroup)));
            };
            LambdaService.start(work.resolve("client"), runtime, settings, port);
            System.out.println("The Lambda service listens at port " + port);
            new CountDownLatch(1).await();
            return 0;
        } catch (BindException e) {
            System.err.println("Port " + port + " is in use: end what listens there.");
            return 1;
        }
    }

    private HostSettings settings(HostSettings defaults, Consumer<LogEvent> sink) {
        return defaults.withAdditions(variables(), jvmOptions())
                .withEnvironments(environments)
                .withLog(sink);
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>(System.getenv());
        variables.keySet().retainAll(List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS"));
        variables.putAll(additions);
        return variables;
    }

    /** A function trusts what this program trusts. */
    private List<String> jvmOptions() {
        return Stream.concat(
                        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                                .filter(argument -> argument.startsWith("-Djavax.net.ssl.trustStore")),
                        jvmOptions.stream())
                .toList();
    }
}
