package org.allowput.sandbox.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Holds the list of what the product decides by and nobody has recorded, {@code sandbox/emulator/aws-never-seen.json},
 * with the page of AWS's documentation that says it.
 */
class NeverSeenTest {
    /** The length of the list when it was made: it only gets shorter. */
    private static final int LONGEST = 74;

    @Test
    void whatTheProductDecidesByIsRecordedOrListedAsNeverSeen() throws IOException {
        Map<String, Object> listed = JSON.std.mapFrom(Files.readString(AwsFacts.FOLDER.resolve("aws-never-seen.json")));
        Set<String> neverSeen = new TreeSet<>(DecidedBy.all());
        neverSeen.removeAll(DecidedBy.recorded());

        assertThat(listed.keySet())
                .as("to be equal to what the sources decide by, without what aws-facts.json has")
                .containsExactlyInAnyOrderElementsOf(neverSeen)
                .hasSizeLessThanOrEqualTo(LONGEST);
        assertThat(listed.values())
                .allSatisfy(page -> assertThat((String) page).startsWith("https://docs.aws.amazon.com/"));
    }
}
