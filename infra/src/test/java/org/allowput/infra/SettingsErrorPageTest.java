package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.infra.settings.InvalidSettingsException;
import org.junit.jupiter.api.Test;

/** The section Settings of docs/errors.md shows the messages that the app prints. */
class SettingsErrorPageTest {
    private static final Map<String, Map<String, ?>> OPTIONS = Map.ofEntries(
            Map.entry("A value is not allowed", Map.of("queue.batchSize", "0")),
            Map.entry("A setting does not exist", Map.of("queue.batchsize", "5")),
            Map.entry("An object is expected", Map.of("queue", 5)),
            Map.entry("An ExternalId is malformed", Map.of()),
            Map.entry("The accounts are in different partitions", Map.of("target.region", "eusc-de-east-1")),
            Map.entry(
                    "A KMS key is in the wrong account, Region or partition",
                    Map.of("target.kmsKeyArn", "arn:aws:kms:us-east-1:222222222222:key/k")),
            Map.entry(
                    "A topic is in the wrong account, Region or partition",
                    Map.of("alarms.topicArn", "arn:aws:sns:eu-west-1:222222222222:t")),
            Map.entry(
                    "A permissions boundary is in the wrong account or partition",
                    Map.of("source.permissionsBoundaryArn", "arn:aws:iam::111111111111:policy/B")),
            Map.entry("The Region has no SnapStart", Map.of("source.region", "ap-southeast-6")),
            Map.entry(
                    "AWS does not document the default for the partition",
                    Map.of("target.region", "eusc-de-east-1", "source.region", "eusc-de-east-1")),
            Map.entry(
                    "The function has no time for the largest object that it is to copy itself",
                    Map.of("largeObjects.thresholdMiB", "20000")),
            Map.entry(
                    "A message would expire before it is a dead letter",
                    Map.of("queue.visibilityTimeoutSeconds", "5400", "queue.maxReceiveCount", "200")),
            Map.entry("A trust policy is too long", Map.of("furtherSources", accounts(13))));

    @Test
    void thePageShowsTheMessagesOfTheApp() throws IOException {
        SequencedMap<String, List<String>> page = page();

        assertThat(page.keySet()).containsExactlyInAnyOrderElementsOf(OPTIONS.keySet());
        page.forEach((situation, lines) -> assertThat(message(situation).lines().map(String::strip))
                .as(situation)
                .containsAll(lines));
    }

    private static String message(String situation) {
        Map<String, String> environment =
                situation.equals("An ExternalId is malformed") ? Map.of("EXTERNAL_ID", "x") : Map.of();
        InvalidSettingsException exception = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> ReplicationApp.build(
                        Synthesised.app(Objects.requireNonNull(OPTIONS.get(situation))),
                        Synthesised.zips(),
                        environment));
        return String.valueOf(exception.getMessage());
    }

    /** The lines of each message, by the heading in bold above it. */
    private static SequencedMap<String, List<String>> page() throws IOException {
        SequencedMap<String, List<String>> messages = new LinkedHashMap<>();
        String text = Files.readString(Path.of("..", "docs", "errors.md"));
        int begin = text.indexOf("\n## Settings\n") + 1;
        List<String> message = new ArrayList<>();
        for (String line :
                text.substring(begin, text.indexOf("\n## ", begin)).lines().toList()) {
            if (line.startsWith("**")) {
                message = new ArrayList<>();
                messages.put(line.replace("**", ""), message);
            } else if (line.startsWith("    ")) {
                message.add(line.strip());
            }
        }
        return messages;
    }

    private static String accounts(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "{\"account\": \"%d\"}".formatted(333_333_333_000L + number))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
