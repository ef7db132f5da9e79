package org.allowput.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.emulator.testing.Finished;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The emulator as this computer reaches it, and with the proxy before it, which refuses what the emulator accepts. */
class EmulatorIT {
    @TempDir
    static Path state;

    static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.start(state, Map.of());
    }

    @AfterAll
    static void stop() {
        emulator.close();
        assertThat(emulator.isRunning()).isFalse();
    }

    @Test
    void refusesACallerItDoesNotKnow() {
        Account guess = emulator.target()
                .as(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "test")));
        assertThatThrownBy(() -> guess.s3().listBuckets())
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    @Test
    void isReachableFromThisComputerOnly() throws IOException {
        List<InetAddress> addresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
        assertThat(addresses)
                .allSatisfy(address ->
                        assertThat(accepts(address)).isEqualTo(address.equals(InetAddress.getLoopbackAddress())));
    }

    private static boolean accepts(InetAddress address) {
        try (Socket socket = new Socket(address, emulator.endpoint().getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void keepsItsKeyAndItsFolderToTheUserWhoStartedIt() throws IOException {
        assertThat(Files.getPosixFilePermissions(state)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(state.resolve("tls/key.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aNotificationThatOverlapsWithAnotherOneIsRefused() {
        emulator.target().s3().createBucket(bucket -> bucket.bucket("notified"));
        QueueConfiguration notification = QueueConfiguration.builder()
                .queueArn("arn:aws:sqs:us-east-1:111111111111:queue")
                .events(Event.S3_OBJECT_CREATED)
                .build();
        try (FaultProxy proxy = FaultProxy.startBefore(emulator)) {
            S3Client s3 = emulator.target().at(proxy.endpoint()).s3();
            assertThatThrownBy(() -> s3.putBucketNotificationConfiguration(request -> request.bucket("notified")
                            .expectedBucketOwner(Emulator.TARGET_ACCOUNT)
                            .notificationConfiguration(all -> all.queueConfigurations(notification, notification))))
                    .hasMessageContaining("Configuration is ambiguously defined");
        }
    }

    /** By which the first commands of docs/on-call.md select what they show. */
    @Test
    void logLinesAreSelectedByTheValueOfAField() {
        CloudWatchLogsClient logs =
                emulator.source().configure(CloudWatchLogsClient.builder()).build();
        logs.createLogGroup(request -> request.logGroupName("g"));
        logs.createLogStream(request -> request.logGroupName("g").logStreamName("s"));
        List<String> lines = List.of(
                "{\"cause\":\"AccessDenied\",\"sourceKey\":\"in/a.csv\"}",
                "{\"cause\":\"Throttled\",\"sourceKey\":\"in/b+csv\"}",
                "{\"sourceKey\":\"AccessDenied\"}",
                "AccessDenied");
        logs.putLogEvents(request -> request.logGroupName("g")
                .logStreamName("s")
                .logEvents(lines.stream()
                        .map(line -> InputLogEvent.builder()
                                .timestamp(System.currentTimeMillis())
                                .message(line)
                                .build())
                        .toList()));

        assertThat(selected(logs, "{ $.cause = \"AccessDenied\" }")).containsExactly(lines.getFirst());
        assertThat(selected(logs, "{ $.cause = \"*\" }")).isEqualTo(lines.subList(0, 2));
        assertThat(selected(logs, "{ $.sourceKey = \"in/*csv\" }")).isEqualTo(lines.subList(0, 2));
        assertThat(selected(logs, "{ $.sourceKey = \"in/a+csv\" }")).isEmpty();
        assertThat(selected(logs, "AccessDenied")).hasSize(3);
        assertThatThrownBy(() -> selected(logs, "{ $.cause != \"Throttled\" }"))
                .isInstanceOf(CloudWatchLogsException.class);
    }

    private static List<String> selected(CloudWatchLogsClient logs, String pattern) {
        return logs.filterLogEvents(request -> request.logGroupName("g").filterPattern(pattern)).events().stream()
                .map(FilteredLogEvent::message)
                .toList();
    }

    /** Those for requests that change an object: what the page of the sandbox says. */
    @Test
    void sendsTheEventsThatItsPageSays() throws IOException {
        List<String> sent = Pattern.compile("(?m)^\\| `([^`]+)` \\| yes \\|$")
                .matcher(DocumentedTable.table("event-types"))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(python("send_events.py").lines().distinct()).hasSize(9).containsExactlyInAnyOrderElementsOf(sent);
    }

    /** By botocore's models, of which the emulator itself is not made. */
    @Test
    void itsAnswersToTheFunctionAreThoseThatAwsModelsDescribeButForOneChecksum() {
        assertThat(python("check_answers.py").lines()).containsExactly("PutObject has no ChecksumCRC32", "checked 21");
    }

    private static String python(String script) {
        Path python = VirtualEnvironment.prepare(Checkout.current(), new Ministack(), progress -> {})
                .python();
        return Finished.of(new ExternalCommand(
                        Path.of("src/test/python"),
                        emulator.address().variables(emulator.source()),
                        List.of(python.toString(), script)))
                .succeeded();
    }
}
