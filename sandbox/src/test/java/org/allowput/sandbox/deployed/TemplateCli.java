package org.allowput.sandbox.deployed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Tool;

/** Deploys plain templates with the AWS CLI, with the emulator as AWS. */
final class TemplateCli {
    private static final Checkout CHECKOUT = Checkout.current();

    private final Emulator emulator;
    private final Path aws;

    /** What a command printed, and its exit status. */
    record Ended(int status, String output) {}

    TemplateCli(Emulator emulator) {
        this.emulator = emulator;
        aws = VirtualEnvironment.prepare(
                        CHECKOUT, CHECKOUT.root().resolve("sandbox/requirements.txt"), Tool.PYTHON, ignored -> {})
                .folder()
                .resolve("bin/aws");
    }

    /** {@code aws cloudformation deploy} with one of the plain templates, as an account's administrator. */
    Ended deploy(String account, String stack, String template, String... parameters) {
        List<String> words = new ArrayList<>(List.of(
                "cloudformation",
                "deploy",
                "--stack-name",
                stack,
                "--template-file",
                CHECKOUT.root().resolve("templates/" + template + ".yaml").toString(),
                "--capabilities",
                "CAPABILITY_NAMED_IAM"));
        if (template.equals("ReplicationSource")) {
            // It has more than CloudFormation accepts in a request.
            words.addAll(List.of("--s3-bucket", "code"));
        }
        words.add("--parameter-overrides");
        words.addAll(Arrays.asList(parameters));
        return run(account, words.toArray(String[]::new));
    }

    Ended run(String account, String... arguments) {
        List<String> words = new ArrayList<>(List.of(aws.toString()));
        words.addAll(Arrays.asList(arguments));
        StringBuilder output = new StringBuilder();
        int status = new ExternalCommand(CHECKOUT.root(), words.toArray(String[]::new))
                .with(Map.of(
                        "AWS_ENDPOINT_URL",
                        emulator.endpoint().toString(),
                        "AWS_CA_BUNDLE",
                        emulator.caBundle().toString(),
                        "AWS_ACCESS_KEY_ID",
                        account,
                        "AWS_SECRET_ACCESS_KEY",
                        Account.ADMINISTRATOR_SECRET,
                        "AWS_DEFAULT_REGION",
                        EmulatorAddress.REGION.id(),
                        "NO_PROXY",
                        "localhost,127.0.0.1"))
                .run(line -> output.append(line).append('\n'));
        return new Ended(status, output.toString());
    }
}
