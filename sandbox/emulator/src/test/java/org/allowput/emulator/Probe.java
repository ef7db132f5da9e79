package org.allowput.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.NullUnmarked;

/** A function that does what its event says. */
@NullUnmarked
public class Probe implements RequestHandler<Map<String, Object>, Object> {

    private final StringBuilder hooks = new StringBuilder("init");

    private final Resource resource = new Resource() {
        @Override
        public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
            hooks.append(" checkpoint");
        }

        @Override
        public void afterRestore(org.crac.Context<? extends Resource> context) {
            if (System.getenv("FAIL_RESTORE") != null) {
                throw new IllegalStateException("the restore fails");
            }
            hooks.append(" restore");
        }
    };

    public Probe() {
        if (System.getenv("FAIL_INIT") != null) {
            throw new IllegalStateException("the constructor fails");
        }
        if (System.getenv("EXIT_INIT") != null) {
            System.exit(3);
        }
        Core.getGlobalContext().register(resource);
    }

    @Override
    public Object handleRequest(Map<String, Object> event, Context context) {
        try {
            return answer(event, context);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object answer(Map<String, Object> event, Context context) throws IOException, InterruptedException {
        return switch ((String) event.get("do")) {
            case "echo" -> event.get("what");
            case "throw" -> throw new IllegalArgumentException("the handler fails");
            case "exit" -> {
                System.exit((Integer) event.get("status"));
                yield "unreachable";
            }
            case "hang" -> {
                System.out.println("running in " + ProcessHandle.current().pid());
                Thread.sleep(Long.MAX_VALUE);
                yield "unreachable";
            }
            case "print" -> {
                System.out.println("to standard output");
                System.err.println("to standard error");
                context.getLogger().log("to the logger");
                yield null;
            }
            case "large" -> "x".repeat((Integer) event.get("bytes"));
            case "pid" -> ProcessHandle.current().pid();
            case "hooks" -> hooks.toString();
            case "environment" -> System.getenv();
            case "heap" -> Runtime.getRuntime().maxMemory();
            case "context" ->
                Map.of(
                        "requestId", context.getAwsRequestId(),
                        "arn", context.getInvokedFunctionArn(),
                        "version", context.getFunctionVersion(),
                        "memory", context.getMemoryLimitInMB(),
                        "logGroup", context.getLogGroupName(),
                        "logStream", context.getLogStreamName(),
                        "remaining", context.getRemainingTimeInMillis());
            case "meet" -> meet(Path.of((String) event.get("folder")), (Integer) event.get("expected"));
            case "credentials" -> credentials((String) event.get("token"));
            default -> throw new IllegalArgumentException("not known: " + event);
        };
    }

    /** Returns once that many invocations are inside of here at the same time. */
    private static long meet(Path folder, int expected) throws IOException, InterruptedException {
        Files.createTempFile(folder, "here", "");
        System.out.println("meeting in " + folder);
        while (true) {
            try (Stream<Path> here = Files.list(folder)) {
                if (here.count() >= expected) {
                    return ProcessHandle.current().pid();
                }
            }
            Thread.sleep(2);
        }
    }

    private static String credentials(String token) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(System.getenv("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
                        .toURL()
                        .openConnection();
        String own = System.getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        if (!token.equals("none")) {
            connection.setRequestProperty("Authorization", token.equals("own") ? own : token);
        }
        int status = connection.getResponseCode();
        return status == 200 ? new String(connection.getInputStream().readAllBytes(), UTF_8) : "refused: " + status;
    }
}
