package org.allowput.ops.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvLineTest {
    @Test
    void quotesAndCommasWithinAFieldBelongToIt() {
        assertThat(CsvLine.fields("\"a\"\"b\",\"c,d\",,\"\"")).containsExactly("a\"b", "c,d", "", "");
        assertThat(CsvLine.fields("\"bucket\",plain")).containsExactly("bucket", "plain");
    }
}
