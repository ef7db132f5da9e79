package org.allowput.ops.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.allowput.ops.cli.Operations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The option with account A's line, before anything is tried. */
class GrantOptionTest {
    @ParameterizedTest
    @CsvSource({
        "a.target --other-bucket other, 'no output TargetGrant of account A''s stack: 1 values, expected 10'",
        "LINE --other-bucket other --target-profile=a, --grant states the bucket and its Region",
        "LINE --other-bucket other --region=us-east-1, --grant states the bucket and its Region",
        "LINE, 'Missing: --target-profile, or --other-bucket with --grant'"
    })
    void whatIsNoLineWhatIsGivenTwiceAndWhatIsMissingAreRefused(String words, String error) {
        String line =
                words.replace("LINE", "111111111111|us-east-1|a.target|AllowPutToS3|from-b/|||deletions|false|true");
        StringWriter errors = new StringWriter();

        int status = Operations.commandLine(new CheckAccessCommand(), "bin/check-access")
                .setErr(new PrintWriter(errors, true))
                .execute(("--source-profile b --grant " + line).split(" ", -1));

        assertThat(status).isNotZero();
        assertThat(errors.toString().replaceAll("\\s+", " ")).contains(error);
    }
}
