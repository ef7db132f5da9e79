package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.junit.jupiter.api.Test;

/** What administrators change every day in account A's template leaves the proof as it is. */
class EverydayEditsTest {
    @Test
    void harmlessEditsAreProven() throws IOException {
        List<Object> edits = JSON.std.listFrom(
                Files.readString(Path.of("src", "test", "resources", "proof", "everyday-edits.json")));
        Map<String, String> failed = new TreeMap<>();
        Set<TargetDeployment> proven = new HashSet<>();
        for (Object each : edits) {
            List<?> edit = (List<?>) each;
            String text = PublishedTemplates.TARGET;
            int at = text.indexOf(String.valueOf(edit.get(1)));
            assertThat(at).as(edit.toString()).isNotNegative();
            String changed = text.substring(0, at)
                    + edit.get(2)
                    + text.substring(at + String.valueOf(edit.get(1)).length());
            try {
                TargetDeployment deployment = PublishedTemplates.target(changed, PublishedTemplates.TARGET_VALUES);
                // The same policies need no second proof.
                if (!proven.contains(deployment)) {
                    assertThat(PublishedTemplates.notProven(TargetStatements.decide(deployment)))
                            .as(edit.toString())
                            .isEmpty();
                    proven.add(deployment);
                }
            } catch (IllegalArgumentException e) {
                failed.put(String.valueOf(edit.getFirst()), String.valueOf(e.getMessage()));
            }
        }
        System.out.println(edits.size() + " everyday edits, " + failed.size() + " refused");

        assertThat(failed).isEmpty();
        assertThat(edits).hasSizeGreaterThanOrEqualTo(65);
    }
}
