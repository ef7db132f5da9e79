package org.allowput.host.invocation;

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
    void anAnswerThatAWSTakesForWhatItSaysIsPassedOn(String answer) {
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
    void anAnswerThatMakesAWSRetryTheBatchIsAProblem(String answer, String problem) {
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
    void whatIsAnsweredToAnythingButABatchOfMessagesIsFree(String event) {
        assertThat(BatchResponse.problem(event, "\"done\"")).isEmpty();
    }
}
