package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.sandbox.NpmPackages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code cdk deploy} with settings that cannot be, by the command line that the sandbox uses, against accounts in which
 * nothing is.
 */
class BadSettingsIT {
    @TempDir
    Path folder;

    @Test
    void allProblemsComeInOneMessageBeforeAnythingIsDeployed() {
        Checkout checkout = Checkout.current();
        NpmPackages.CDK.ensure(checkout, line -> {});
        try (Emulator emulator = Emulator.start(folder.resolve("state"), Map.of())) {
            List<String> said = new ArrayList<>();
            int status = new ExternalCommand(
                            checkout.root(),
                            Map.ofEntries(
                                    Map.entry(
                                            "AWS_ENDPOINT_URL",
                                            emulator.endpoint().toString()),
                                    Map.entry(
                                            "AWS_CA_BUNDLE", emulator.caBundle().toString()),
                                    Map.entry("AWS_ACCESS_KEY_ID", Emulator.TARGET_ACCOUNT),
                                    Map.entry("AWS_SECRET_ACCESS_KEY", Account.ADMINISTRATOR_SECRET),
                                    Map.entry("CDK_HOME", folder.resolve("cdk").toString()),
                                    Map.entry("CDK_DISABLE_CLI_TELEMETRY", "true"),
                                    Map.entry("EXTERNAL_ID", "!")),
                            List.of(
                                    checkout.root()
                                            .resolve("node_modules/.bin/cdk")
                                            .toString(),
                                    "deploy",
                                    "--app",
                                    "build/cdk-app",
                                    "--all",
                                    "--require-approval",
                                    "never",
                                    "--output",
                                    folder.resolve("cdk.out").toString(),
                                    "-c",
                                    "source.account=12345",
                                    "-c",
                                    "target.bucketName=Not_A_Bucket",
                                    "-c",
                                    "source.bucketName=no..bucket"))
                    .run(said::add);

            assertThat(status).isNotZero();
            assertThat(String.join("\n", said))
                    .contains("source.account", "12345")
                    .contains("target.bucketName", "Not_A_Bucket")
                    .contains("source.bucketName", "no..bucket")
                    .contains("EXTERNAL_ID");
            assertThat(emulator.target().cloudFormation().describeStacks().stacks())
                    .isEmpty();
            assertThat(emulator.source().cloudFormation().describeStacks().stacks())
                    .isEmpty();
        }
    }
}
