package org.allowput.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.local.StartedProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxStateTest {
    private static final StartedProcess GONE = new StartedProcess(Long.MAX_VALUE, "2026-01-01T00:00:00.123Z");
    private static final StartedProcess HERE = StartedProcess.of(ProcessHandle.current());

    @TempDir
    Path folder;

    @Test
    void isReadAsItWasWritten() {
        SandboxState state = SandboxState.NOTHING
                .withEmulator(new SandboxState.Server(4566, GONE))
                .withStrict(new SandboxState.Server(4567, HERE))
                .deployed(
                        Map.of("trigger", "s3"),
                        Map.of("ReplicationTarget", Map.of("RoleArn", "arn:aws:iam::111111111111:role/AllowPutToS3")))
                .deployed(Map.of("name", "prod"), Map.of("ReplicationSource-prod", Map.of("Profile", "a\n\"b\"")));

        StateDirectory directory = new StateDirectory(folder);
        for (SandboxState written : List.of(state, SandboxState.NOTHING)) {
            directory.remember(written);
            assertThat(directory.state()).contains(written);
        }
    }

    @Test
    void isUpOnlyWhenEveryProcessRunsAndTheStacksAreDeployed() {
        SandboxState.Server running = new SandboxState.Server(1, HERE);
        SandboxState up = SandboxState.NOTHING.withEmulator(running).withStrict(running);

        assertThat(up.isUp()).isFalse();
        up = up.deployed(Map.of(), Map.of("ReplicationSource", Map.of("RoleArn", "arn")));

        assertThat(up.isUp()).isTrue();
        assertThat(up.withEmulator(new SandboxState.Server(1, GONE)).isUp()).isFalse();
        assertThat(up.withStrict(new SandboxState.Server(1, GONE)).isUp()).isFalse();
        assertThat(SandboxState.NOTHING.isUp()).isFalse();
    }

    @Test
    void theExternalIdIsInAFileOfItsOwnThatOnlyItsOwnerCanRead() throws Exception {
        StateDirectory directory = new StateDirectory(folder);
        GeneratedExternalId externalId = GeneratedExternalId.random();
        directory.remember(externalId);
        directory.remember(SandboxState.NOTHING);

        Path file = folder.resolve("external-id");
        assertThat(file).hasContent(externalId.value());
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(directory.externalId()).contains(externalId);

        directory.forget();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theExternalIdIsAnotherOneEachTime() {
        assertThat(GeneratedExternalId.random()).isNotEqualTo(GeneratedExternalId.random());
    }

    @Test
    void theExternalIdIsMaskedWhereverItStandsInALine() {
        GeneratedExternalId id = new GeneratedExternalId("agreed-1");

        assertThat(id.maskedIn("--parameters A:ExternalId=agreed-1 B:ExternalId=agreed-1"))
                .isEqualTo("--parameters A:ExternalId=*** B:ExternalId=***");
        assertThat(id.toString()).doesNotContain("agreed-1");
    }

    @Test
    void anExternalIdIsRefusedWhereAwsWouldRefuseItAndIsNotQuoted() {
        assertThatThrownBy(() -> new GeneratedExternalId("with space"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("with space");
        assertThatThrownBy(() -> new GeneratedExternalId("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
