package org.allowput.sandbox.simulation;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.allowput.emulator.local.Unchecked;

/**
 * The executions of the workflow for large objects. 90 days after one has ended, it is not known any more, and its name
 * can be used again.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/limits.html">Quotas: execution history
 *     retention</a>
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">
 *     StartExecution</a>
 */
public final class StepFunctions {
    public static final String ARN = "arn:aws:states:us-east-1:222222222222:stateMachine:stack-large-objects";
    private static final Duration NAME_KEPT = Duration.ofDays(90);

    private final Cloud cloud;
    private final SimulatedTemplate template;
    private final SimulatedLambda function;
    private final SimulatedQueue deadLetters;
    private final Map<String, Execution> executions = new TreeMap<>();

    private static final class Execution {
        private final String name;
        private final String input;
        private String status = "RUNNING";
        private long ended;

        Execution(String name, String input) {
            this.name = name;
            this.input = input;
        }

        boolean isRunning() {
            return status.equals("RUNNING");
        }
    }

    public StepFunctions(
            Cloud cloud, SimulatedTemplate template, SimulatedLambda function, SimulatedQueue deadLetters) {
        this.cloud = cloud;
        this.template = template;
        this.function = function;
        this.deadLetters = deadLetters;
    }

    public boolean isRunning() {
        return executions.values().stream().anyMatch(Execution::isRunning);
    }

    /** Stops one that runs, if there is one, as anybody with the right may. */
    public void stopOne() {
        executions.values().stream()
                .filter(Execution::isRunning)
                .findFirst()
                .ifPresent(execution -> end(execution, "ABORTED", Map.of()));
    }

    public ServiceAnswer handle(HttpCall call) {
        Map<String, Object> fields = call.json();
        if (call.operation().equals("DescribeExecution")) {
            String arn = String.valueOf(fields.get("executionArn"));
            Execution execution = executions.get(arn.substring(arn.lastIndexOf(':') + 1));
            return execution == null || isForgotten(execution)
                    ? ServiceAnswer.error(call, 400, "ExecutionDoesNotExist")
                    : ServiceAnswer.json(
                            200, """
                                {"executionArn":"%s","stateMachineArn":"%s","status":"%s","startDate":0,"input":%s}\
                                """.formatted(arn, ARN, execution.status, StateMachine.json(execution.input)));
        }
        String name = String.valueOf(fields.get("name"));
        String input = String.valueOf(fields.get("input"));
        Execution earlier = executions.get(name);
        if (earlier != null && (!earlier.isRunning() || !earlier.input.equals(input)) && !isForgotten(earlier)) {
            return ServiceAnswer.error(call, 400, "ExecutionAlreadyExists");
        }
        if (earlier == null || !earlier.isRunning()) {
            Execution started = new Execution(name, input);
            executions.put(name, started);
            cloud.time.start(name, () -> run(started));
        }
        return ServiceAnswer.json(200, Map.of("executionArn", arn(name), "startDate", 0));
    }

    private static String arn(String name) {
        return ARN.replace(":stateMachine:", ":execution:") + ":" + name;
    }

    private boolean isForgotten(Execution execution) {
        return !execution.isRunning() && cloud.time.nanoTime() - execution.ended > NAME_KEPT.toNanos();
    }

    private void run(Execution execution) {
        cloud.journal.write("workflow", execution.name + " begins");
        int timeout = ((Number) Objects.requireNonNull(template.definition().get("TimeoutSeconds"))).intValue();
        VirtualTime.Timer timer =
                cloud.time.after(Duration.ofSeconds(timeout), () -> end(execution, "TIMED_OUT", Map.of()));
        StateMachine machine = new StateMachine(cloud, this::task, () -> !execution.isRunning() || cloud.time.isOver());
        try {
            Map<String, Object> ofExecution = new HashMap<>();
            ofExecution.put("Name", execution.name);
            ofExecution.put("Id", arn(execution.name));
            ofExecution.put("Input", parse(execution.input.getBytes(StandardCharsets.UTF_8)));
            machine.run(template.definition(), ofExecution.get("Input"), Map.of("Execution", ofExecution));
            end(execution, "SUCCEEDED", Map.of());
        } catch (StateMachine.StateError e) {
            end(execution, "FAILED", Map.of("error", e.error, "cause", e.cause));
        } finally {
            timer.cancel();
        }
    }

    private void end(Execution execution, String status, Map<String, String> failure) {
        if (!execution.isRunning() || cloud.time.isOver()) {
            return;
        }
        execution.status = status;
        execution.ended = cloud.time.nanoTime();
        cloud.journal.write("workflow", execution.name + " " + status + " " + failure);
        Map<String, Object> detail = new LinkedHashMap<>(failure);
        detail.putAll(Map.of("executionArn", arn(execution.name), "stateMachineArn", ARN, "name", execution.name));
        detail.putAll(Map.of("status", status, "input", execution.input));
        String event = """
            {"version":"0","id":"%s","detail-type":"Step Functions Execution Status Change","source":"aws.states",\
            "account":"222222222222","time":"%s","region":"us-east-1","detail":%s}\
            """.formatted(execution.name, cloud.time.instant(), StateMachine.json(detail));
        if (SimulatedTemplate.matches(
                template.interrupted(), (Map<?, ?>) parse(event.getBytes(StandardCharsets.UTF_8)))) {
            deadLetters.send(event, Map.of(), Duration.ZERO);
        }
    }

    private Object task(String resource, Map<String, Object> parameters) throws StateMachine.StateError {
        if (resource.endsWith(":sqs:sendMessage")) {
            Object body = Objects.requireNonNull(parameters.get("MessageBody"));
            @SuppressWarnings("unchecked")
            Map<String, Object> attributes = (Map<String, Object>) parameters.get("MessageAttributes");
            deadLetters.send(
                    body instanceof String text ? text : StateMachine.json(body),
                    Objects.requireNonNull(attributes),
                    Duration.ZERO);
            return Map.of();
        }
        Object payload = Objects.requireNonNull(parameters.get("Payload"));
        SimulatedLambda.Result result =
                function.invoke(StateMachine.json(payload).getBytes(StandardCharsets.UTF_8));
        if (result.isError()) {
            throw new StateMachine.StateError(
                    result.error(),
                    StateMachine.json(Map.of("errorMessage", result.message(), "errorType", result.error())));
        }
        return Map.of("Payload", parse(Objects.requireNonNull(result.response())));
    }

    private static Object parse(byte[] json) {
        return Unchecked.get(() -> JSON.std.anyFrom(json));
    }
}
