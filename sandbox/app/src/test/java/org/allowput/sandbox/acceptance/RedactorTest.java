package org.allowput.sandbox.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
    private final Redactor redactor = new Redactor(Map.of("acc1x9", "<name>", "it", "<name>"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User: arn:aws:sts::111111111111:assumed-role/R/s is denied | User: <arn> is denied",
                "account 222222222222 | account <account>",
                "key AKIAIOSFODNN7EXAMPLE | key <id>",
                "from 198.51.100.7 | from <ip>",
                "at https://sqs.us-east-1.amazonaws.com/222222222222/q, later | at <address>, later",
                "(Request ID: 0A1B2C3D4E5F, attempt 1) | (Request ID <id>, attempt 1)",
                "id 7b848c28-329b-5b15-9d76-bdcd1a78fc62 | id <id>",
                "in /home/me/project | in <path>",
                "owner 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be | owner <id>",
                "stack ReplicationTarget-acc1x9-plain | stack ReplicationTarget-<name>-plain",
            })
    void whatIdentifiesSomebodyIsReplaced(String text, String redacted) {
        assertThat(redactor.redact(text)).isEqualTo(redacted);
    }

    @Test
    void timesNumbersAndWordsThatContainANameStay() {
        String text = "with 10,000 objects after 1.5 s at 2026-11-26T09:17:30.734Z, version 1.0.0";

        assertThat(redactor.redact(text)).isEqualTo(text);
    }
}
