package org.allowput.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassNamesTest {
    @Test
    void noSimpleNameOccursTwice() throws IOException {
        List<String> names = new ArrayList<>(SourceFiles.named("*.java").stream()
                .map(file -> file.getFileName().toString())
                .toList());
        names.removeAll(List.of("package-info.java"));

        assertThat(names).hasSizeGreaterThan(500).doesNotHaveDuplicates();
    }
}
