package org.allowput.ops.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.allowput.ops.aws.CommandRun;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;

class StatusCommandTest {
    private final CommandRun command = new CommandRun();

    @Test
    void withoutMetricsItIsNotKnownWhatWasCopied() {
        command.aws
                .answer(
                        GetFunctionConfigurationRequest.class,
                        request -> GetFunctionConfigurationResponse.builder()
                                .version("1")
                                .lastModified("-")
                                .state("Active")
                                .build())
                .answer(
                        ListEventSourceMappingsRequest.class,
                        request -> ListEventSourceMappingsResponse.builder()
                                .eventSourceMappings(EventSourceMappingConfiguration.builder()
                                        .state("Enabled")
                                        .build())
                                .build())
                .answer(
                        GetQueueAttributesRequest.class,
                        request -> GetQueueAttributesResponse.builder()
                                .attributesWithStrings(Map.of())
                                .build())
                .answer(
                        GetMetricStatisticsRequest.class,
                        request -> GetMetricStatisticsResponse.builder().build());

        assertThat(command.run(new StatusCommand())).isZero();
        assertThat(command.out.toString()).contains("\nlastHour           not known: CloudWatch has no metrics");
        assertThat(command.run(new StatusCommand(), "--json")).isZero();
        assertThat(command.out).hasToString("""
            {"version":"1","published":"-","state":"Active","processing":"Enabled",\
            "queue":{"waiting":0,"inFlight":0},"deadLetterQueue":{"waiting":0,"inFlight":0},\
            "lastHour":"not known: CloudWatch has no metrics, as nothing was delivered"}
            """);
    }
}
