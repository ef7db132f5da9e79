package org.allowput.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code build/notes} makes the notes of a release from the files of changelog/unreleased, and refuses wrong ones. */
class ReleaseNotesTest {
    private static final Path ROOT = Checkout.current().root();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyChangeOfThisVersionIsInTheNotes() throws IOException {
        String notes = notes(ROOT).succeeded();
        try (Stream<Path> files = Files.list(ROOT.resolve("changelog/unreleased"))) {
            List<Path> changes = files.toList();

            assertThat(changes).isNotEmpty();
            for (Path change : changes) {
                List<String> lines = Files.readAllLines(change);
                assertThat(notes).contains("\n### " + lines.getFirst().split(": ", 2)[1] + "\n\n" + lines.get(2));
            }
        }
    }

    @Test
    void changesAreGroupedByTheirKindAndSecurityComesFirst() throws IOException {
        write("a", "Enhancement: Something new\n\nIt is new.\n");
        write("b", "Security: Something safer\n\nIt is safer.\n\nhttps://example.com/\n");
        write("c", "Enhancement: More that is new\n\nIt is new, too.\n");

        assertThat(notes(folder).succeeded()).isEqualTo("""
            # 1.2.3

            ## Security

            ### Something safer

            It is safer.

            https://example.com/

            ## Added

            ### Something new

            It is new.

            ### More that is new

            It is new, too.
            """);
    }

    @Test
    void aFileThatNamesNoKindIsRefusedWithWhatWasSeenAndExpected() throws IOException {
        write("a", "Somebody changed something\n");

        Finished refused = notes(folder);

        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.output())
                .contains("changelog/unreleased/a: seen the first line \"Somebody changed something\", expected one of"
                        + " Security|Bugfix|Change|Removal|Enhancement");
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("build"));
        Path program = folder.resolve("build/notes");
        if (Files.notExists(program)) {
            Files.copy(ROOT.resolve("build/notes"), program);
            Files.writeString(folder.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n</project>\n");
        }
        Files.writeString(
                Files.createDirectories(folder.resolve("changelog/unreleased")).resolve(name), text);
    }

    private static Finished notes(Path checkout) {
        return Finished.of(new ExternalCommand(checkout, "build/notes"));
    }
}
