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
    void aLongKeyDoesNotWidenTheTableBeyondTheTerminal() {
        Table table = new Table("object", ">bytes")
                .row("photos/" + "x".repeat(1000) + "/1.jpg", 5)
                .row("🌷", 12345);

        assertThat(table.fitting(30)).contains("photos/xxxx…xxxxx/1.jpg      5\n");
        assertThat(table.fitting(30).lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 30);
        assertThat(table.fitting(2000)).isEqualTo(table.toString());
        assertThat(table.fitting(3)).contains("pho….jpg  ");
    }

    @Test
    void theWidestOfSeveralColumnsIsShortenedAndOnlyAsFarAsNeeded() {
        Table table = new Table("a", "b", "c").row("1234", "12345678901234567890", "123");

        assertThat(table.fitting(31)).isEqualTo(table.toString());
        assertThat(table.fitting(30)).contains("1234  123456789…234567890  123\n");
        assertThat(Table.shortened("abc", 3)).isEqualTo("abc");
        assertThat(Table.shortened("abcd", 3)).isEqualTo("a…d");
    }

    @Test
    void theFirstOfColumnsThatAreEquallyWideIsShortened() {
        Table table = new Table("a", "b").row("1234567890", "abcdefghij");

        assertThat(table.fitting(20)).contains("123…7890  abcdefghij\n");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        assertThatThrownBy(() -> new Table("a", "b").row(1)).hasMessage("1 cells in a table of 2 columns");
    }
}
