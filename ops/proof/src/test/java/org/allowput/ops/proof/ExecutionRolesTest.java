package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.ops.proof.deployed.ExecutionRole;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.junit.jupiter.api.Test;

/** Statement 7 is about the roles with which AWS really runs functions, state machines and schedules. */
class ExecutionRolesTest {
    private static final SourceDeployment SOURCE = PublishedTemplates.SOURCE_WITH_EVERYTHING;

    private final List<ExecutionRole> executionRoles = new ArrayList<>(SOURCE.executionRoles());

    private List<Decision> notProven() {
        return PublishedTemplates.notProven(SourceStatements.decide(new SourceDeployment(
                SOURCE.partition(),
                SOURCE.account(),
                SOURCE.region(),
                SOURCE.outputs(),
                SOURCE.grant(),
                SOURCE.roles(),
                executionRoles,
                Map.of())));
    }

    private void assertRefuted(String reason) {
        assertThat(notProven()).singleElement().satisfies(decision -> {
            assertThat(decision.number()).isEqualTo("7");
            assertThat(decision.verdict()).isEqualTo(Decision.Verdict.REFUTED);
            assertThat(decision.reason()).contains(reason);
        });
    }

    private ExecutionRole of(String service) {
        return SOURCE.executionRoles().stream()
                .filter(execution -> execution.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theRolesOfTheStackAreProven() {
        assertThat(executionRoles)
                .extracting(ExecutionRole::service)
                .contains(ExecutionRole.LAMBDA, ExecutionRole.STEP_FUNCTIONS);
        assertThat(notProven()).isEmpty();
    }

    /** The next deployment changes the live version alone. */
    @Test
    void aVersionOfAFunctionWithAnotherRoleRefutes() {
        ExecutionRole function = of(ExecutionRole.LAMBDA);
        executionRoles.add(ExecutionRole.ofFunction(function.resource(), "3", "arn:aws:iam::222222222222:role/Admin"));

        assertRefuted("version 3 of the function " + function.resource()
                + " has the role arn:aws:iam::222222222222:role/Admin, which is no role of the stack");
    }

    @Test
    void aVersionWithTheRoleOfItsFunctionIsProven() {
        ExecutionRole function = of(ExecutionRole.LAMBDA);
        executionRoles.add(ExecutionRole.ofFunction(function.resource(), "3", function.arn()));

        assertThat(notProven()).isEmpty();
    }

    @Test
    void aStateMachineWithAnotherRoleRefutes() {
        executionRoles.remove(of(ExecutionRole.STEP_FUNCTIONS));
        executionRoles.add(ExecutionRole.ofStateMachine(
                "arn:aws:states:us-east-1:222222222222:stateMachine:w", "arn:aws:iam::222222222222:role/Admin"));

        assertRefuted("the state machine w has the role arn:aws:iam::222222222222:role/Admin");
    }

    @Test
    void aScheduleWithTheRoleOfAFunctionRefutes() {
        executionRoles.add(
                ExecutionRole.ofSchedule("daily", of(ExecutionRole.LAMBDA).arn()));

        assertRefuted("the schedule daily has the role");
    }

    @Test
    void aRoleOfTwoStateMachinesRefutes() {
        executionRoles.add(ExecutionRole.ofStateMachine(
                "other", of(ExecutionRole.STEP_FUNCTIONS).arn()));

        assertRefuted(" and the state machine other have the role ");
    }
}
