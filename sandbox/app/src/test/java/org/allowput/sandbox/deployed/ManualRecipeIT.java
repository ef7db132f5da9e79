package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.Account;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person of account B can do with the stack's outputs and the AWS CLI. */
class ManualRecipeIT {
    private final Sandbox sandbox = SandboxFixture.sandbox();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theCommandOfTheOutputGivesThreeValuesThatPut() {
        String put = """
            export AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 AWS_SESSION_TOKEN=$3
            echo 'put by hand' | aws s3 cp - s3://%s/by-hand
            """.formatted(sandbox.targetBucket());

        run("set -- $(" + filledIn(StackOutput.ASSUME_ROLE_COMMAND)
                + " --output text --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')\n" + put);

        assertThat(new Buckets(sandbox).target().text("by-hand")).isEqualTo("put by hand\n");
    }

    @Test
    void theProfileOfTheOutputAssumesByItself() {
        run("""
            export AWS_CONFIG_FILE="$PWD/config"
            cat >config <<'END'
            %s
            [default]
            aws_access_key_id = %s
            aws_secret_access_key = %s
            END
            echo 'put by profile' | aws s3 cp - s3://%s/by-profile --profile allow-put-to-s3
            """.formatted(
                        filledIn(StackOutput.AWS_CLI_PROFILE),
                        sandbox.source().id(),
                        Account.ADMINISTRATOR_SECRET,
                        sandbox.targetBucket()));

        assertThat(new Buckets(sandbox).target().text("by-profile")).isEqualTo("put by profile\n");
    }

    private String filledIn(StackOutput output) {
        assertThat(sandbox.output(output)).contains("<ExternalId>");
        return sandbox.output(output).replace("<ExternalId>", sandbox.externalId());
    }

    private void run(String commands) {
        new AwsCli(sandbox, folder).run(sandbox.source(), commands).succeeded();
    }
}
