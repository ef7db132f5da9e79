package org.allowput.sandbox.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class RedactorTest {
    private final Redactor redactor = new Redactor(Map.of("acc1x9", "<name>", "it", "<name>"));

    @ParameterizedTest
    @CsvFileSource(resources = "/acceptance/redacted.txt", delimiter = '|')
    void whatIdentifiesSomebodyIsReplaced(String text, String redacted) {
        assertThat(redactor.redact(text)).isEqualTo(redacted);
    }

    @Test
    void timesNumbersAndWordsThatContainANameStay() {
        String text = "with 10,000 objects after 1.5 s at 2026-11-26T09:17:30.734Z, version 1.0.0";

        assertThat(redactor.redact(text)).isEqualTo(text);
    }
}
