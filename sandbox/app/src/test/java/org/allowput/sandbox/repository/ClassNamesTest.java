package org.allowput.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassNamesTest {
    @Test
    void noSimpleNameOccursTwice() throws IOException {
        List<String> names = SourceFiles.named("*.java").stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("package-info.java"))
                .toList();

        assertThat(names).hasSizeGreaterThan(500).doesNotHaveDuplicates();
    }
}
