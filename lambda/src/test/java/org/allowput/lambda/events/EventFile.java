package org.allowput.lambda.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.emulator.local.Unchecked;

/**
 * A file of {@code events/} and what its table says of it.
 *
 * @param description what the intake makes of it: a word for each event, {@code ;} between deliveries
 * @param answer what the function answers, the simple name of what it throws, or the codes of a job's results
 */
public record EventFile(String name, String description, String answer) {
    /** Whence the tests of the lambda module run. */
    private static final Path FOLDER = Path.of("..", "events");

    /** The table's rows. */
    public static List<EventFile> table() {
        try (Stream<String> lines = Files.lines(FOLDER.resolve("README.md"))) {
            return lines.filter(line -> line.startsWith("| [`"))
                    .map(EventFile::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the files that are there. */
    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .toList();
        }
    }

    public byte[] bytes() {
        return Unchecked.get(() -> Files.readAllBytes(FOLDER.resolve(name)));
    }

    @Override
    public String toString() {
        return name;
    }

    private static EventFile row(String line) {
        String[] cells = line.split(" \\| ", -1);
        String name = cells[0].substring(cells[0].indexOf('`') + 1, cells[0].lastIndexOf('`'));
        if (cells.length != 4 || !cells[0].endsWith("(" + name + ")")) {
            throw new IllegalArgumentException("not a row of events/README.md: " + line);
        }
        return new EventFile(name, cells[2], cells[3].replace(" |", "").replace("`", ""));
    }
}
