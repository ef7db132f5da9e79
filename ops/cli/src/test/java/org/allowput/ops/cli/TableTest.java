package org.allowput.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCellAndNumbersStandAtTheRight() {
        Table table =
                new Table("object", ">bytes", "state").row("a", 5, "identical").row("日本語.txt", 12345, "-");

        assertThat(table).hasToString("""
            object   bytes  state
            a            5  identical
            日本語.txt  12345  -
            """);
    }

    @Test
    void aLongTextIsShortenedInItsMiddle() {
        assertThat(Table.shortened("abc", 3)).isEqualTo("abc");
        assertThat(Table.shortened("abcd", 3)).isEqualTo("a…d");
        assertThat(Table.shortened("🌷".repeat(5), 4)).isEqualTo("🌷…🌷🌷");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        assertThatThrownBy(() -> new Table("a", "b").row(1)).hasMessage("1 cells in a table of 2 columns");
    }
}
