package org.allowput.sandbox.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.Ministack;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The requests that the function sends are those that AWS's models of its services describe: members, lengths, enums
 * and patterns, and the host that the rules of endpoints give. The models are those of botocore, which the emulator's
 * environment has.
 */
class ServiceModelsIT {
    private static final Path CONTRACT = Path.of("../../lambda/src/test/resources/wire-contract.json");

    @Test
    void everyRequestOfTheWireRecordIsOneOfItsOperationsModel() throws IOException {
        List<String> lines = check(CONTRACT);

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .contains(List.of(
                        "\"AssumeRole\"",
                        "\"ChangeMessageVisibilityBatch\"",
                        "\"CompleteMultipartUpload\"",
                        "\"CreateMultipartUpload\"",
                        "\"DeleteMessageBatch\"",
                        "\"DeleteObject\"",
                        "\"DescribeExecution\"",
                        "\"GetObject\"",
                        "\"GetObjectTagging\"",
                        "\"HeadObject\"",
                        "\"PutObject\"",
                        "\"SendMessage\"",
                        "\"SendMessageBatch\"",
                        "\"StartExecution\"",
                        "\"UploadPart\""));
    }

    @Test
    void aRequestThatAwsWouldRefuseIsFound(@TempDir Path folder) throws IOException {
        String wrong = Files.readString(CONTRACT);
        Map<String, String> mistakes = Map.of(
                "\"x-amz-storage-class\" : \"STANDARD_IA\"", "\"x-amz-storage-class\" : \"STANDARD_AI\"",
                "\"x-amz-checksum-mode\"", "\"x-amz-checksum-modes\"",
                "copy=ReplicateObjects-request-1", "copy:ReplicateObjects/request-1",
                "AmazonSQS.SendMessageBatch", "AmazonSQS.SendMessage",
                "\"name\" : \"orts_2026__.csv-f5", "\"name\" : \"" + "x".repeat(60) + "orts_2026__.csv-f5",
                "https://target-bucket.s3.eu-west-1.amazonaws.com", "https://target-bucket.s3-eu-west-1.amazonaws.com");
        for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
            assertThat(wrong).contains(mistake.getKey());
            Path file = Files.writeString(
                    folder.resolve("wrong.json"), wrong.replace(mistake.getKey(), mistake.getValue()));

            assertThat(check(file)).as(mistake.getValue()).hasSizeGreaterThan(1);
        }
    }

    /** What differs, and in the last line how many requests were checked. */
    private static List<String> check(Path requests) {
        Path python = VirtualEnvironment.prepare(Checkout.current(), new Ministack(), progress -> {})
                .python();
        return Finished.of(new ExternalCommand(
                        Path.of("../emulator/src/test/python"),
                        python.toString(),
                        "check_requests.py",
                        requests.toAbsolutePath().toString()))
                .succeeded()
                .lines()
                .toList();
    }
}
