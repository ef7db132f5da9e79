package org.allowput.ops.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.MetricDimensions;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.plan.model.ObjectSizes.Share;
import org.allowput.ops.plan.model.PlannedSetting;
import org.allowput.ops.plan.model.PlannedSettings;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;

class LiveTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final MetricDimensions DIMENSIONS = MetricDimensions.of("staging", "target");

    @Test
    void theLoadIsTheMeanOfAWeekAndItsPeakTheBusiestHour() {
        LiveLoad load = LiveLoad.of(
                metrics(Map.of(
                        "ObjectsCopied", List.of(36_000.0, 3_600.0),
                        "BytesCopied", List.of(39_600.0 * 2 * 1_048_576),
                        "ObjectsHandedOver", List.of(400.0),
                        "LargeObjectBytes", List.of(400.0 * 8_192 * 1_048_576))),
                DIMENSIONS,
                NOW);

        // 40,000 in 604,800 s; 36,000 in an hour.
        assertThat(load.objectsPerSecond()).isCloseTo(0.066138, within(1e-6));
        assertThat(load.peakPerSecond()).isEqualTo(10);
        assertThat(load.sizes().shares())
                .containsExactly(new Share(0.99, 2, "2.0 MiB"), new Share(0.01, 8_192, "8192.0 MiB"));
    }

    @Test
    void withoutCopiesNothingIsKnown() {
        assertThatThrownBy(() -> LiveLoad.of(metrics(Map.of()), DIMENSIONS, NOW))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("give --rate and --size instead of --live");
    }

    /** A week by hours, for the deployment. */
    private static CloudWatchClient metrics(Map<String, List<Double>> sums) {
        return new CloudWatchClient() {
            @Override
            public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
                assertThat(request.period()).isEqualTo(3_600);
                assertThat(Duration.between(request.startTime(), request.endTime()))
                        .isEqualTo(Duration.ofDays(7));
                assertThat(request.namespace()).isEqualTo("AllowPutToS3");
                assertThat(request.dimensions()).hasSize(2);
                return GetMetricStatisticsResponse.builder()
                        .datapoints(sums.getOrDefault(request.metricName(), List.of()).stream()
                                .map(sum -> Datapoint.builder().sum(sum).build())
                                .toList())
                        .build();
            }

            @Override
            public String serviceName() {
                return "cloudwatch";
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void settingsAreThoseOfTheLiveVersionAndItsMapping() {
        Map<String, String> outputs = new TreeMap<>(Map.of(
                StackOutput.FUNCTION_NAME.id(), "f",
                StackOutput.FUNCTION_ALIAS_ARN.id(), "arn:aws:lambda:eu-west-3:222222222222:function:f:live",
                StackOutput.TRIGGERS.id(), "eventbridge,sqs",
                StackOutput.RECEIPTS_BUCKET_NAME.id(), "receipts",
                StackOutput.RECEIPTS_KEPT_DAYS.id(), "30",
                StackOutput.SELECTION.id(), "[{\"requiredTag\": \"Scan=clean\"}]",
                StackOutput.RESERVED_CONCURRENCY.id(), "50"));
        LambdaClient lambda = new LambdaClient() {
            @Override
            public GetFunctionConfigurationResponse getFunctionConfiguration(GetFunctionConfigurationRequest request) {
                assertThat(request.qualifier()).isEqualTo("live");
                return GetFunctionConfigurationResponse.builder()
                        .memorySize(1_024)
                        .architecturesWithStrings("x86_64")
                        .environment(environment -> environment.variables(Map.of(
                                "TARGET_REGION", "eu-west-1",
                                "MAX_CONCURRENT_COPIES", "7",
                                "NARROW_SESSIONS", "true",
                                "EXTERNAL_ID", "agreed-by-both")))
                        .build();
            }

            @Override
            public ListEventSourceMappingsResponse listEventSourceMappings(ListEventSourceMappingsRequest request) {
                return ListEventSourceMappingsResponse.builder()
                        .eventSourceMappings(EventSourceMappingConfiguration.builder()
                                .batchSize(20)
                                .scalingConfig(scaling -> scaling.maximumConcurrency(33))
                                .build())
                        .build();
            }

            @Override
            public String serviceName() {
                return "lambda";
            }

            @Override
            public void close() {}
        };
        ServiceClients clients = (ServiceClients) Proxy.newProxyInstance(
                ServiceClients.class.getClassLoader(),
                new Class<?>[] {ServiceClients.class},
                (proxy, method, none) -> method.getName().equals("lambda") ? lambda : Region.EU_WEST_3);

        Map<PlannedSetting, String> settings =
                LiveSettings.of(new DeployedStack(clients, new StackOutputs("S", outputs)));

        assertThat(settings)
                .containsOnly(
                        Map.entry(PlannedSetting.SOURCE_REGION, "eu-west-3"),
                        Map.entry(PlannedSetting.TARGET_REGION, "eu-west-1"),
                        Map.entry(PlannedSetting.REQUIRED_TAG, "Scan=clean"),
                        Map.entry(PlannedSetting.TRIGGER, "eventbridge"),
                        Map.entry(PlannedSetting.MEMORY, "1024"),
                        Map.entry(PlannedSetting.ARCHITECTURE, "x86_64"),
                        Map.entry(PlannedSetting.LARGE_OBJECTS, "false"),
                        Map.entry(PlannedSetting.RECEIPTS, "true"),
                        Map.entry(PlannedSetting.RECEIPTS_KEPT, "30"),
                        Map.entry(PlannedSetting.RESERVED_CONCURRENCY, "50"),
                        Map.entry(PlannedSetting.CONCURRENT_COPIES, "7"),
                        Map.entry(PlannedSetting.NARROW_SESSIONS, "true"),
                        Map.entry(PlannedSetting.BATCH_SIZE, "20"),
                        Map.entry(PlannedSetting.FUNCTION_CONCURRENCY, "33"));
        assertThat(new PlannedSettings(settings).batch()).isEqualTo(20);
    }
}
