package org.allowput.ops.proof.deployed;

/**
 * The role with which AWS runs a resource of a stack: the <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html">execution role</a> of a
 * function, of each of its versions, of a state machine, or of a schedule.
 *
 * @param service that assumes the role, by its principal, such as {@code lambda.amazonaws.com}
 * @param resource the name of the resource, without a version
 * @param words what has the role, as a reader would call it: with the version of a function
 * @param arn of the role
 */
public record ExecutionRole(String service, String resource, String words, String arn) {
    public static final String LAMBDA = "lambda.amazonaws.com";
    public static final String STEP_FUNCTIONS = "states.amazonaws.com";
    public static final String SCHEDULER = "scheduler.amazonaws.com";

    /** The role of a version of a function: a number, or {@code $LATEST}. */
    public static ExecutionRole ofFunction(String name, String version, String arn) {
        return new ExecutionRole(LAMBDA, name, "version " + version + " of the function " + name, arn);
    }

    /** The role of a state machine, by its ARN or its name. */
    public static ExecutionRole ofStateMachine(String stateMachineArn, String arn) {
        String name = stateMachineArn.substring(stateMachineArn.lastIndexOf(':') + 1);
        return new ExecutionRole(STEP_FUNCTIONS, name, "the state machine " + name, arn);
    }

    /** The role of a schedule of EventBridge Scheduler. */
    public static ExecutionRole ofSchedule(String name, String arn) {
        return new ExecutionRole(SCHEDULER, name, "the schedule " + name, arn);
    }
}
