package org.allowput.emulator.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for a person who has to find out what went wrong. */
public final class LogTail {
    private static final int LINES = 15;

    private LogTail() {}

    public static String of(Path log) {
        List<String> lines = Unchecked.get(() -> Files.readAllLines(log, StandardCharsets.UTF_8));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
}
