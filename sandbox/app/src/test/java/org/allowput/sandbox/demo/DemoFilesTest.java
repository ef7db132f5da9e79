package org.allowput.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFilesTest {
    @TempDir
    Path folder;

    @Test
    void aFolderWithoutGitGivesAllFilesButThoseThatToolsMake() throws IOException {
        write("a.txt");
        write("deep/b c.txt");
        write("target/built.jar");
        write("deep/node_modules/x.js");

        assertThat(DemoFiles.of(folder)).containsExactly(folder.resolve("a.txt"), folder.resolve("deep/b c.txt"));
    }

    @Test
    void aCheckoutGivesTheFilesThatGitKnows() throws IOException {
        write("known.txt");
        write("Ünbekannt/日本語.txt");
        write("unknown.txt");
        Finished.of(new ExternalCommand(folder, "git", "init", "--quiet")).succeeded();
        Finished.of(new ExternalCommand(folder, "git", "add", "known.txt", "Ünbekannt"))
                .succeeded();

        assertThat(DemoFiles.of(folder))
                .containsExactly(folder.resolve("known.txt"), folder.resolve("Ünbekannt/日本語.txt"));
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }
}
