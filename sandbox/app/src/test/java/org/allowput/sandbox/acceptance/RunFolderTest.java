package org.allowput.sandbox.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class RunFolderTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/acceptance/redacted.txt", delimiter = '|')
    void whatIdentifiesSomebodyIsReplacedAndTimesAndNumbersStay(String text, String redacted) {
        RunFolder.keepSecret("the-agreed-id");
        assertThat(RunFolder.redact(text)).isEqualTo(redacted);
    }
}
