package org.allowput.emulator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allowput.emulator.local.ExternalCommand;

/** How a program ended, with what it printed on both streams. */
public record Finished(int status, String output) {
    public static Finished of(ExternalCommand command) {
        StringBuilder output = new StringBuilder();
        int status = command.run(line -> output.append(line).append('\n'));
        return new Finished(status, output.toString());
    }

    public String succeeded() {
        assertThat(status).as(output).isZero();
        return output;
    }

    public List<String> lines() {
        return output.lines().toList();
    }
}
