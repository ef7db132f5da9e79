package org.allowput.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;

/**
 * The time that one copy took.
 *
 * @param wall seconds from its start to its end
 * @param cpu seconds of processor time, its own and the kernel's on its behalf
 * @param first seconds from the first event to its response; 0 of a program without events
 * @param resident the most memory that it had resident, in MiB
 */
record Measurement(double wall, double cpu, double first, double resident) {
    private static final Path TIMED = Checkout.current().root().resolve("bench/src/main/resources/measured.py");
    /** The variables of this process that programs get as well. */
    static final List<String> INHERITED = List.of("PATH", "HOME");

    private static final boolean PINS = ExternalCommand.succeeds("taskset", "-c", "0,1", "true");

    /** Reads the four numbers, which spaces separate. */
    static Measurement parse(String text) {
        double[] numbers = Stream.of(text.strip().split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new Measurement(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /**
     * Runs a program to its end, on the client's core.
     *
     * @param environment all of its variables but PATH and HOME, which are those of this process
     * @throws IllegalStateException if it fails: with what it output
     */
    static Measurement of(List<String> command, Map<String, String> environment) {
        List<String> words = new ArrayList<>(List.of("env", "-i"));
        for (String inherited : INHERITED) {
            words.add(inherited + "=" + System.getenv().getOrDefault(inherited, "/"));
        }
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(List.of("python3", TIMED.toString()));
        words.addAll(onOneCore(command));
        List<String> output = new ArrayList<>();
        int status = new ExternalCommand(Path.of("").toAbsolutePath(), Map.of(), words).run(output::add);
        if (status != 0) {
            throw new IllegalStateException(
                    command.getFirst() + " ended with status " + status + ": " + String.join("\n", output));
        }
        return parse(output.getLast());
    }

    /** The command on the second core; as it is where there is only one, or no {@code taskset}. */
    static List<String> onOneCore(List<String> command) {
        List<String> pinned = new ArrayList<>(PINS ? List.of("taskset", "-c", "1") : List.of());
        pinned.addAll(command);
        return pinned;
    }
}
