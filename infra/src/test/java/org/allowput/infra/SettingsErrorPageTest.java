package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.infra.settings.schema.InvalidSettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of messages has the refusals of the app, docs/deploy.md those of the rules in its templates. */
class SettingsErrorPageTest {
    private static final String PAGE = Json.text(Path.of("../sandbox/emulator/src/test/resources/messages.md"))
            + Json.text(Path.of("../docs/deploy.md"));
    private static final String TOPIC = "arn:aws:sns:eu-west-1:222222222222:t";
    private static final String GRANT = "111111111111|us-east-1|a-bucket|Put|p/|||none|false|false";
    private static final String KEY = "arn:aws:kms:eu-west-1:222222222222:key/k";
    private static final String SOURCE = "the-source";

    /** What was seen, and descriptions of parameters. */
    private static final List<String> OTHER_TEXTS = List.of(
            "true without a prefix in keys.include",
            "only one of subnetIds and securityGroupIds",
            "accounts, with source.account",
            "The trigger that this stack",
            "The function's name, if this stack");

    private static final List<Map<String, ?>> REFUSED = List.of(
            Map.of("queue.batchSize", "0"),
            Map.of("queue.batchsize", "5"),
            Map.of("queue", 5),
            Map.of("target.bucketName", "ours-an"),
            Map.of("target.region", "us-east-2", "target.grant", GRANT),
            Map.of("alarms.topicArn", TOPIC),
            Map.of("source.kmsKeyArn", KEY),
            Map.of("target.region", "eusc-de-east-1", "source.region", "eusc-de-east-1"),
            Map.of("target.region", "eusc-de-east-1"),
            Map.of("largeObjects.rangeMiB", "30000"),
            Map.of("function.reservedConcurrency", "2", "queue.functionConcurrency", "20"),
            Map.of("source.region", "ap-southeast-6"),
            Map.of("furtherSources", "[{\"account\": \"333333333333\"}, {\"account\": \"333333333333\"}]"),
            Map.of("furtherSources", accounts(13)),
            Map.of("furtherSources", accounts(31)),
            Map.of("largeObjects.thresholdMiB", "20000"),
            Map.of("source.permissionsBoundaryArn", "arn:aws:iam::111111111111:policy/B"),
            Map.of("trigger", "sqs", "previousTrigger", "sqs"),
            Map.of("reconcile.schedule", "rate(1 day)"),
            Map.of("source.bucketIsTargetToo", "true"),
            Map.of("source.keyPrefix", "from-b/", "receipts.deliverTo", "_deliveries/"),
            Map.of("keys.addPrefix", "to/", "receipts.deliverTo", "to/"),
            Map.of("source.bucketName", SOURCE, "target.bucketName", SOURCE, "operations.bucketName", SOURCE));

    @Test
    void theListShowsTheMessagesOfTheApp() {
        List<String> messages = Stream.concat(
                        REFUSED.stream().flatMap(settings -> messages(settings, Map.of())),
                        messages(Map.of(), Map.of("EXTERNAL_ID", "x")))
                .distinct()
                .toList();
        List<Row> rows = Pattern.compile("(?m)^- ([^:]+): (.+)$")
                .matcher(PAGE.substring(PAGE.indexOf("## Settings"), PAGE.indexOf("## CloudFormation")))
                .results()
                .map(row -> new Row(row.group(1).replace("`", ""), row.group(2)))
                .toList();

        assertThat(rows).hasSizeGreaterThan(20);
        assertThat(rows.stream().filter(row -> messages.stream().noneMatch(row::describes)))
                .isEmpty();
        assertThat(messages.stream()
                        .filter(message -> !PAGE.contains(message))
                        .filter(message -> rows.stream().noneMatch(row -> row.describes(message))))
                .isEmpty();
    }

    private record Row(String setting, String expected) {
        boolean describes(String message) {
            String name = setting.contains(".") || setting.contains("_") ? ".*" + wildcard(setting) + ".*" : ".*";
            // The dots in braces are a part of the message.
            String text = wildcard(expected.replace("{ … }", "{ DOTS }")).replace("DOTS", "…");
            return message.matches(name + text);
        }

        private static String wildcard(String text) {
            return "\\Q" + text.replace("…", "\\E.*\\Q") + "\\E";
        }
    }

    @Test
    void theWholeMessageIsOnThePage() {
        String situation = "A value is not allowed";

        assertThat(PAGE)
                .contains("**" + situation + "**\n\n"
                        + refusal(Map.of("queue.batchSize", "0"), Map.of()).indent(4));
    }

    /** Also those that the test above does not provoke. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/java/org/allowput/infra/settings/SettingsValidator.java",
                "src/main/java/org/allowput/infra/settings/ArnsValidator.java",
                "src/main/java/org/allowput/infra/settings/KeyPrefixesValidator.java",
                "src/main/java/org/allowput/infra/DeployedSetting.java",
                "../templates/ReplicationSource.yaml",
                "../templates/ReplicationTarget.yaml"
            })
    void thePageHasEveryTextThatRefuses(String file) {
        String text = Json.text(Path.of(file)).replaceAll("(?s)/\\*\\*.*?\\*/", "");
        Pattern refusal = file.endsWith(".yaml")
                ? Pattern.compile("AssertDescription: \"(.*)\"")
                : Pattern.compile("(?s)(?:error|super|new DeployedSetting|refuseTwoPurposes)\\((.*?);\n");
        Pattern sentence = Pattern.compile(file.endsWith(".yaml") ? "(.+)" : "\"((?:[^\"\\\\]|\\\\.)*)\"");
        List<String> fragments = refusal.matcher(text)
                .results()
                .flatMap(match -> sentence.matcher(match.group(1)).results())
                .flatMap(match -> Stream.of(match.group(1).replace("\\\"", "\"").split("%[sd]", -1)))
                .map(String::strip)
                .filter(fragment -> fragment.length() > 25
                        && fragment.contains(" ")
                        && OTHER_TEXTS.stream().noneMatch(fragment::startsWith))
                .toList();

        assertThat(fragments).allSatisfy(fragment -> assertThat(PAGE).contains(fragment));
    }

    private static Stream<String> messages(Map<String, ?> settings, Map<String, String> environment) {
        return refusal(settings, environment)
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(String::strip);
    }

    private static String refusal(Map<String, ?> settings, Map<String, String> environment) {
        InvalidSettingsException exception = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> ReplicationApp.build(Synthesised.app(settings), Synthesised.zips(), environment));
        return String.valueOf(exception.getMessage());
    }

    private static String accounts(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "{\"account\": \"%d\"}".formatted(333_333_333_000L + number))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
