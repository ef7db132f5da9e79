package org.allowput.ops.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.allowput.ops.cli.CommandLines;
import org.junit.jupiter.api.Test;

/** The option with account A's line, before anything is tried. */
class GrantOptionTest {
    private static final String LINE = "111111111111|us-east-1|a.target|AllowPutToS3|from-b/|||deletions|false|true";

    @Test
    void aTextThatIsNoLineIsRefused() {
        assertThat(errors("--grant", "a.target", "--other-bucket", "other"))
                .contains("no output TargetGrant of account A's stack: 1 values, expected 10");
    }

    @Test
    void whatTheLineStatesIsNotGivenTwice() {
        for (String option : new String[] {"--target-profile=a", "--region=us-east-1"}) {
            assertThat(errors("--grant", LINE, "--other-bucket", "other", option))
                    .as(option)
                    .contains("--grant states the bucket and its Region");
        }
    }

    @Test
    void theLineIsNotEnoughWithoutABucketThatHasToBeRefused() {
        assertThat(errors("--grant", LINE)).contains("Missing: --target-profile, or --other-bucket with --grant");
    }

    private static String errors(String... arguments) {
        StringWriter errors = new StringWriter();
        int status = CommandLines.of(new CheckAccessCommand(), "bin/check-access")
                .setErr(new PrintWriter(errors, true))
                .execute(Stream.concat(Stream.of("--source-profile", "b"), Stream.of(arguments))
                        .toArray(String[]::new));
        assertThat(status).isNotZero();
        return errors.toString().replaceAll("\\s+", " ");
    }
}
