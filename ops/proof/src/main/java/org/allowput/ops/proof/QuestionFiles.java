package org.allowput.ops.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.allowput.ops.proof.question.Questions;

/**
 * Writes each question into a file of its own, {@code NAME-001.smt2} and so on. Every solver that reads the theory of
 * strings can decide them; the first line has the statement.
 *
 * @see <a href="https://smt-lib.org/theories-UnicodeStrings.shtml">SMT-LIB: Unicode strings</a>
 */
final class QuestionFiles implements Questions {
    private final Path folder;
    private final String name;
    private int written;

    /**
     * Creates the folder, unless it is there.
     *
     * @param name how the names of the files begin
     */
    QuestionFiles(Path folder, String name) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.name = name;
    }

    @Override
    public void add(String claim, boolean satisfiable, Supplier<String> smtLib) {
        written++;
        Path file = folder.resolve("%s-%03d.smt2".formatted(name, written));
        try {
            Files.writeString(file, "; " + claim.replaceAll("\\R", " ") + "\n" + smtLib.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
