package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks and the customer managed key. */
class NetworkTest {
    private static final String KEY = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final JsonNode ALL = Synthesised.of(Map.ofEntries(
                    Map.entry("network.subnetIds", "subnet-0123abcd,subnet-4567abcd"),
                    Map.entry("network.securityGroupIds", "sg-0123abcd"),
                    Map.entry("network.proxyUrl", "http://proxy.example.com:3128"),
                    Map.entry("network.fips", "true"),
                    Map.entry("encryption.kmsKeyArn", KEY)))
            .source();

    @Test
    void aFunctionInAVpcMayManageItsInterfacesButItsCodeMayNot() {
        assertThat(function(ALL).get("VpcConfig")).isEqualTo(Json.parse("""
            {"SecurityGroupIds": ["sg-0123abcd"], "SubnetIds": ["subnet-0123abcd", "subnet-4567abcd"]}
            """));
        assertThat(largeObjectFunction(ALL).get("VpcConfig"))
                .isEqualTo(function(ALL).get("VpcConfig"));
        assertThat(Statements.of(ALL))
                .filteredOn(line -> line.startsWith("ReplicationFunctionAccessRole: ")
                        && line.contains("ec2:CreateNetworkInterface"))
                .containsExactly(
                        "ReplicationFunctionAccessRole: Allow ec2:CreateNetworkInterface on *",
                        "ReplicationFunctionAccessRole: Deny ec2:CreateNetworkInterface on * if"
                            + " {\"ArnLike\":{\"lambda:SourceFunctionArn\":\"arn:aws:lambda:${AWS::Region}:222222222222:function:*\"}}");
    }

    /** SQS asks senders for both actions, and receivers for kms:Decrypt. Lambda decrypts variables as the function. */
    @ParameterizedTest
    @MethodSource("senders")
    void whatSendsToOrReceivesFromTheQueuesMayUseTheirKeyAndNothingElseMay(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("encryption.kmsKeyArn", KEY);
        Pattern allowed = Pattern.compile("(\\w+Role): Allow (\\S+) on (\\S+).*");
        Map<String, Set<String>> needed = new TreeMap<>();
        Map<String, Set<String>> granted = new TreeMap<>();
        for (String line : Statements.of(Synthesised.of(all).source())) {
            Matcher statement = allowed.matcher(line);
            if (statement.matches()) {
                String role = statement.group(1);
                switch (statement.group(2)) {
                    case "sqs:SendMessage" -> of(needed, role).addAll(Set.of("kms:Decrypt", "kms:GenerateDataKey"));
                    case "sqs:ReceiveMessage" -> of(needed, role).add("kms:Decrypt");
                    case "kms:Decrypt", "kms:GenerateDataKey" -> {
                        assertThat(line).contains("on " + KEY + " if ");
                        if (line.contains("\"kms:ViaService\":[\"sqs.us-east-1.amazonaws.com\"")) {
                            of(granted, role).add(statement.group(2));
                        } else {
                            assertThat(line)
                                    .contains(
                                            "Allow kms:Decrypt ",
                                            "\"kms:ViaService\":[\"lambda.us-east-1.amazonaws.com\"");
                        }
                    }
                    default -> {
                        // Not about queues or keys.
                    }
                }
            }
        }
        assertThat(needed).isNotEmpty();
        assertThat(granted).isEqualTo(needed);
    }

    /**
     * Messages and objects stay under the key that encrypted them: a role that reads with the key now also reads with
     * the previous, and nothing new is encrypted under that.
     */
    @Test
    void whatIsStoredUnderAPreviousKeyStaysReadableAndNothingElseIsAllowedWithIt() {
        String previous = "arn:aws:kms:us-east-1:222222222222:key/previous";
        String next = "arn:aws:kms:us-east-1:222222222222:key/next";
        Map<String, String> options = Map.of(
                "encryption.previousKmsKeyArns", previous,
                "source.previousKmsKeyArns", previous,
                "receipts.enabled", "true",
                "reconcile.schedule", "rate(1 day)",
                "reconcile.requeue", "true");
        List<String> without = Statements.of(Synthesised.sourceOf(options));
        Map<String, String> withNext = new TreeMap<>(options);
        withNext.putAll(Map.of("encryption.kmsKeyArn", next, "source.kmsKeyArn", next));
        List<String> with = Statements.of(Synthesised.sourceOf(withNext));
        List<String> ofNext = with.stream().filter(line -> line.contains(next)).toList();

        assertThat(ofNext)
                .anyMatch(line -> line.contains("ReplicationFunction"))
                .hasSizeGreaterThan(5);
        for (List<String> statements : List.of(with, without)) {
            assertThat(statements)
                    .filteredOn(line -> line.contains(previous))
                    .containsExactlyInAnyOrderElementsOf(ofNext.stream()
                            .filter(line -> line.contains(": Allow kms:Decrypt on "))
                            .filter(line -> !line.contains("[\"sqs.")
                                    || with.stream()
                                            .anyMatch(other -> other.startsWith(
                                                    line.replaceFirst(":.*", ": Allow sqs:ReceiveMessage "))))
                            .map(line -> line.replace(next, previous))
                            .toList());
        }
    }

    static Stream<Map<String, String>> senders() {
        return Stream.of(
                Map.of(),
                Map.of("largeObjects.enabled", "false"),
                Map.of("trigger", "s3"),
                Map.of("trigger", "eventbridge"),
                Map.of("receipts.enabled", "true", "reconcile.schedule", "rate(1 day)"),
                Map.of(
                        "receipts.enabled", "true",
                        "reconcile.schedule", "rate(1 day)",
                        "reconcile.requeue", "true"));
    }

    private static Set<String> of(Map<String, Set<String>> byRole, String role) {
        return byRole.computeIfAbsent(role, ignored -> new TreeSet<>());
    }

    /** As the policies of the queues name them: a service has no role here that could use the key. */
    @Test
    void thePageNamesTheServicesThatTheKeyHasToAllowForTheQueues() throws IOException {
        Map<String, String> without = Map.of("trigger", "s3", "largeObjects.enabled", "false");
        Map<String, List<String>> settings = new TreeMap<>();
        List.of("trigger=sqs", "trigger=eventbridge", "largeObjects.enabled=true")
                .forEach(setting -> {
                    Map<String, String> with = new TreeMap<>(without);
                    with.put(setting.replaceFirst("=.*", ""), setting.replaceFirst(".*=", ""));
                    services(with)
                            .forEach(service -> settings.computeIfAbsent(service, ignored -> new ArrayList<>())
                                    .add("`" + setting + "`"));
                });
        String row = settings.entrySet().stream()
                .map(service -> "`" + service.getKey() + "` with " + String.join(" or ", service.getValue()))
                .collect(Collectors.joining("; "));

        assertThat(services(without)).isEmpty();
        assertThat(Files.readString(Path.of("..", "docs", "settings.md"))).contains("\nthe queues | " + row + " | ");
    }

    private static Set<String> services(Map<String, String> settings) {
        Set<String> services = new TreeSet<>();
        Pattern sends = Pattern.compile("\\w+: Allow sqs:SendMessage on .* by \\[(\\S+)] .*");
        Statements.of(Synthesised.of(settings).source())
                .forEach(line -> sends.matcher(line).results().forEach(match -> services.add(match.group(1))));
        return services;
    }

    private static JsonNode function(JsonNode template) {
        return Synthesised.properties(template, "AWS::Lambda::Function", "ReplicationFunction");
    }

    private static JsonNode largeObjectFunction(JsonNode template) {
        return Synthesised.properties(template, "AWS::Lambda::Function", "LargeObjectsFunction");
    }
}
