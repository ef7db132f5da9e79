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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;

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
    void holdsTwoAccountsThatDoNotReadEachOther() {
        emulator.target().s3().createBucket(b -> b.bucket("a-bucket"));
        emulator.target().s3().putObject(b -> b.bucket("a-bucket").key("k"), RequestBody.fromString("text"));

        assertThat(emulator.target().sts().getCallerIdentity().account()).isEqualTo(Emulator.TARGET_ACCOUNT);
        assertThat(emulator.source().sts().getCallerIdentity().account()).isEqualTo(Emulator.SOURCE_ACCOUNT);
        assertThat(emulator.target()
                        .s3()
                        .getObjectAsBytes(b -> b.bucket("a-bucket").key("k"))
                        .asUtf8String())
                .isEqualTo("text");
        assertThatThrownBy(() -> emulator.source()
                        .s3()
                        .getObjectAsBytes(b -> b.bucket("a-bucket").key("k")))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(403);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                });
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

    @Test
    void keepsItsKeyAndItsFolderToTheUserWhoStartedIt() throws IOException {
        assertThat(Files.getPosixFilePermissions(state)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(state.resolve("tls/key.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static boolean accepts(InetAddress address) {
        try (Socket socket = new Socket(address, emulator.endpoint().getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
