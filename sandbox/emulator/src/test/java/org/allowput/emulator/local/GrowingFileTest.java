package org.allowput.emulator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void halfALineWaitsUntilItIsWholeAndAFileBegunAnewIsReadFromItsBeginning() throws IOException {
        Path file = folder.resolve("log");
        GrowingFile growing = new GrowingFile(file);
        assertThat(growing.newLines()).isEmpty();

        Files.writeString(file, "one\ntw");
        assertThat(growing.newLines()).containsExactly("one");
        Files.writeString(file, "ö\nthree", StandardOpenOption.APPEND);
        assertThat(growing.newLines()).containsExactly("twö");

        Files.writeString(file, "new\n");
        assertThat(growing.newLines()).containsExactly("new");
        assertThat(growing.newLines()).isEmpty();
    }
}
