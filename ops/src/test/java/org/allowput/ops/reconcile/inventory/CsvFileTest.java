package org.allowput.ops.reconcile.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvFileTest {
    @Test
    void quotesAndCommasWithinAFieldBelongToIt() {
        assertThat(CsvFile.fields("\"a\"\"b\",\"c,d\",,\"\"")).containsExactly("a\"b", "c,d", "", "");
        assertThat(CsvFile.fields("\"bucket\",plain")).containsExactly("bucket", "plain");
    }
}
