package org.allowput.ops.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolTest {
    private static final String LINE = "111111111111|us-east-1|acc1x9-target|Role-acc1x9";
    private static final String REDACTED = "<account>|us-east-1|<bucket>|Role-<name>";

    @TempDir
    Path folder;

    @Test
    void whatWasExpectedAndSeenAndTheNoteAreWrittenWithoutNamesAndNumbersOfAccounts() throws IOException {
        Checks checks = new Checks(true, line -> {});
        checks.check("the line", LINE, () -> "was " + LINE);

        Path markdown = checks.write(
                folder.resolve("protocol.md"),
                Instant.EPOCH,
                "- Region: us-east-1\n",
                LINE,
                new Redactor(Map.of("acc1x9-target", "<bucket>", "Role-acc1x9", "Role-<name>")));

        String cell = REDACTED.replace("|", "\\|");
        assertThat(Files.readString(markdown))
                .contains("| the line | FAILED | " + cell + " | was " + cell + " | ", "\n" + cell + "\n")
                .doesNotContain("111111111111", "acc1x9");
    }
}
