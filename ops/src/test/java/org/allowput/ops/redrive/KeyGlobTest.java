package org.allowput.ops.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.Message;

class KeyGlobTest {
    @ParameterizedTest
    @CsvSource({
        "in/*, in/2026/01/a.csv, true",
        "in/?.csv, in/a.csv, true",
        "in/?.csv, in/ab.csv, false",
        "in/a.csv, in/a.csv, true",
        "in/a.csv, in/axcsv, false",
        "a[1](x)$, a[1](x)$, true",
        "in/*, out/a.csv, false"
    })
    void aStarIsAnyCharactersAndAQuestionMarkIsOne(String glob, String key, boolean selected) {
        assertThat(KeyGlob.of(glob).selects(message("id", event(key)))).isEqualTo(selected);
    }

    @Test
    void aMessageWithoutKeysIsSelectedByItsId() {
        assertThat(KeyGlob.of("b5f2").selects(message("b5f2", "not JSON"))).isTrue();
        assertThat(KeyGlob.of("in/*").selects(message("b5f2", "not JSON"))).isFalse();
    }

    @Test
    void aMessageAboutSeveralObjectsIsSelectedIfAllMatch() {
        String both = "{\"Records\":[" + record("in/a") + "," + record("out/b") + "]}";

        assertThat(KeyGlob.of("in/*").selects(message("id", both))).isFalse();
        assertThat(KeyGlob.of("*").selects(message("id", both))).isTrue();
    }

    private static Message message(String id, String body) {
        return Message.builder().messageId(id).body(body).build();
    }

    private static String event(String key) {
        return "{\"Records\":[" + record(key) + "]}";
    }

    private static String record(String key) {
        return "{\"s3\":{\"object\":{\"key\":\"" + key + "\"}}}";
    }
}
