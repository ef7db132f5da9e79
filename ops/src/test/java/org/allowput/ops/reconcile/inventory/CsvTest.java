package org.allowput.ops.reconcile.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void quotesAndCommasWithinAFieldBelongToIt() {
        assertThat(Csv.fields("\"a\"\"b\",\"c,d\",,\"\"")).containsExactly("a\"b", "c,d", "", "");
        assertThat(Csv.fields("\"bucket\",plain")).containsExactly("bucket", "plain");
    }
}
