package org.allowput.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResponseTest {

    private static final String BATCH = """
        {"Records": [{"messageId": "a", "eventSource": "aws:sqs"}, {"messageId": "b", "eventSource": "aws:sqs"}]}\
        """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{'batchItemFailures': null}",
                "{'batchItemFailures': []}",
                "{'batchItemFailures': [{'itemIdentifier': 'a'}]}",
                "{'batchItemFailures': [{'itemIdentifier': 'b'}, {'itemIdentifier': 'a'}]}"
            })
    void an_answer_that_AWS_takes_for_what_it_says_is_passed_on(String answer) {
        assertThat(BatchResponse.problem(BATCH, answer.replace('\'', '"'))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json                                              | it is not JSON",
                "{} {}                                                 | it is not JSON",
                "'done'                                                | it has no field batchItemFailures",
                "[]                                                    | it has no field batchItemFailures",
                "{'failures': []}                                      | it has no field batchItemFailures",
                "{'batchItemFailures': 'a'}                            | batchItemFailures is not a list",
                "{'batchItemFailures': {'itemIdentifier': 'a'}}        | batchItemFailures is not a list",
                "{'batchItemFailures': ['a']}                          | [0] has no itemIdentifier",
                "{'batchItemFailures': [null]}                         | [0] has no itemIdentifier",
                "{'batchItemFailures': [{'messageId': 'a'}]}           | [0] has no itemIdentifier",
                "{'batchItemFailures': [{'itemIdentifier': null}]}     | [0] has no itemIdentifier",
                "{'batchItemFailures': [{'itemIdentifier': ''}]}       | [0] has no itemIdentifier",
                "{'batchItemFailures': [{'itemIdentifier': 7}]}        | [0] has no itemIdentifier",
                "{'batchItemFailures': [{'itemIdentifier': 'a'}, {}]}  | [1] has no itemIdentifier",
                "{'batchItemFailures': [{'itemIdentifier': 'c'}]}      | [0] names a message that is not in the batch",
            })
    void an_answer_that_makes_AWS_retry_the_batch_is_a_problem(String answer, String problem) {
        assertThat(BatchResponse.problem(BATCH, answer.replace('\'', '"')))
                .hasValueSatisfying(text -> assertThat(text).contains(problem));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "7",
                "{\"Records\": []}",
                "{\"Records\": [{\"eventSource\": \"aws:s3\", \"messageId\": \"a\"}]}",
                "{\"source\": \"aws.s3\"}"
            })
    void what_is_answered_to_anything_but_a_batch_of_messages_is_free(String event) {
        assertThat(BatchResponse.problem(event, "\"done\"")).isEmpty();
    }
}
