package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.allowput.emulator.Account;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxAccess;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** The ExternalId is only in the places that need it. */
class SecrecyIT {
    private final Sandbox sandbox = SandboxFixture.sandbox();

    @Test
    void theExternalIdIsInNoLogAndNoOtherFileOfTheSandbox() throws IOException {
        Buckets buckets = new Buckets(sandbox);
        buckets.source().put("secrecy", "copied");
        buckets.arrived("secrecy");
        SandboxAccess.check(sandbox);

        Secrets secrets = new Secrets();
        secrets.add(sandbox.externalId());
        assertThat(secrets.filesThatHoldOne(sandbox.stateDirectory()))
                .extracting(file -> sandbox.stateDirectory().relativize(file).toString())
                .containsExactly("external-id");
        assertThat(Files.readString(sandbox.functionLog())).contains("\"sourceKey\":\"secrecy\"");
    }

    @Test
    void theExternalIdIsInNoOutputAndNoParameterOfTheStacks() {
        for (Account account : List.of(sandbox.target(), sandbox.source())) {
            List<Stack> stacks = account.cloudFormation().describeStacks().stacks();
            assertThat(stacks).isNotEmpty();
            for (Stack stack : stacks) {
                assertThat(stack.outputs())
                        .extracting(Output::outputValue)
                        .noneMatch(value -> value.contains(sandbox.externalId()));
                assertThat(stack.toString()).doesNotContain(sandbox.externalId());
                assertThat(account.cloudFormation()
                                .getTemplate(request -> request.stackName(stack.stackName()))
                                .templateBody())
                        .doesNotContain(sandbox.externalId());
            }
        }
    }

    @Test
    void nobodyElseCanEnterTheStateDirectory() throws IOException {
        assertThat(Files.getPosixFilePermissions(sandbox.stateDirectory()))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE);
    }
}
