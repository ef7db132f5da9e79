package org.allowput.emulator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.allowput.emulator.strict.Refusal;
import org.junit.jupiter.api.Test;

class InterceptionTest {
    @Test
    void aTemplateIsTooLongForARequestAbove51200Characters() {
        assertThat(Interception.refuseTemplate(creation(51_200))).isEmpty();
        assertThat(Interception.refuseTemplate(creation(51_201)))
                .map(Refusal::message)
                .hasValueSatisfying(message -> assertThat(message).contains("'templateBody'"));
    }

    private static String creation(int length) {
        return "Action=CreateStack&TemplateBody=" + "x".repeat(length) + "&StackName=s";
    }
}
