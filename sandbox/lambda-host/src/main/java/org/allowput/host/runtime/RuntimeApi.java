package org.allowput.host.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.host.function.SessionCredentials;
import org.allowput.host.http.JsonText;
import org.allowput.host.http.LoopbackServer;
import org.allowput.host.invocation.FunctionError;
import org.allowput.host.invocation.Invocation;
import org.allowput.host.invocation.InvocationResult;
import org.allowput.host.invocation.RunningInvocation;

/**
 * The <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a> of one environment, and
 * the container credentials of the function's role, which are served for the environment's token only.
 */
public final class RuntimeApi implements HttpHandler {
    static final String CREDENTIALS_PATH = "/2021-04-23/credentials";

    /** The most that a function may answer: 6 MiB and a little. */
    private static final int RESPONSE_LIMIT = 6_291_556;

    private static final Pattern INVOCATION =
            Pattern.compile("/2018-06-01/runtime/invocation/(?<id>[^/]+)/(?<end>response|error)");
    private static final String ACCEPTED = "{\"status\":\"OK\"}";

    private final RuntimeApiRequests requests;
    private final String credentialsToken;

    public RuntimeApi(RuntimeApiRequests requests) {
        this.requests = requests;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.credentialsToken = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    public String credentialsToken() {
        return credentialsToken;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher invocation = INVOCATION.matcher(path);
        if (invocation.matches()) {
            end(exchange, invocation.group("id"), invocation.group("end").equals("response"));
            return;
        }
        switch (path) {
            case "/2018-06-01/runtime/invocation/next" -> next(exchange);
            case "/2018-06-01/runtime/init/error", "/2018-06-01/runtime/restore/error" -> {
                requests.initializationFailed(LoopbackServer.body(exchange));
                LoopbackServer.reply(exchange, 202, ACCEPTED);
            }
            case "/2018-06-01/runtime/restore/next" -> {
                requests.restore();
                LoopbackServer.reply(exchange, 200, "");
            }
            case CREDENTIALS_PATH -> credentials(exchange);
            default -> LoopbackServer.reply(exchange, 404, "{\"errorType\":\"NotFound\"}");
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        Optional<RunningInvocation> running = requests.next();
        if (running.isEmpty()) {
            LoopbackServer.reply(exchange, 410, "{\"errorType\":\"EnvironmentEnded\"}");
            return;
        }
        Invocation invocation = running.get().invocation();
        Headers headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn());
        headers.set("Lambda-Runtime-Trace-Id", invocation.traceId());
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                String.valueOf(running.get().deadline().toEpochMilli()));
        try {
            LoopbackServer.reply(exchange, 200, invocation.event());
        } catch (IOException e) {
            requests.notReceived(running.get());
        }
    }

    private void end(HttpExchange exchange, String id, boolean response) throws IOException {
        String body = LoopbackServer.body(exchange);
        int bytes = body.getBytes(UTF_8).length;
        boolean tooLarge = response && bytes > RESPONSE_LIMIT;
        InvocationResult answer;
        if (tooLarge) {
            answer = FunctionError.responseTooLarge(bytes, RESPONSE_LIMIT);
        } else {
            answer = response
                    ? new InvocationResult.Returned(body)
                    : FunctionError.reported(body, "Runtime.UnknownReason");
        }
        boolean known = requests.end(id, answer);
        // The runtime client reports an error where its response is refused, and ends where that is not accepted.
        if (tooLarge) {
            LoopbackServer.reply(exchange, 413, "{\"errorType\":\"RequestEntityTooLarge\"}");
        } else if (known || !response) {
            LoopbackServer.reply(exchange, 202, ACCEPTED);
        } else {
            LoopbackServer.reply(exchange, 400, "{\"errorType\":\"InvalidRequestID\"}");
        }
    }

    private void credentials(HttpExchange exchange) throws IOException {
        String token = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (!MessageDigest.isEqual(token.getBytes(UTF_8), credentialsToken.getBytes(UTF_8))) {
            LoopbackServer.reply(exchange, 403, "{\"code\":\"Forbidden\",\"message\":\"The token is not valid.\"}");
            return;
        }
        try {
            LoopbackServer.reply(exchange, 200, json(requests.credentials()));
        } catch (RuntimeException e) {
            requests.log("No credentials for the function's role: " + e.getMessage());
            LoopbackServer.reply(
                    exchange, 500, "{\"code\":\"InternalFailure\",\"message\":\"See the function's log.\"}");
        }
    }

    private static String json(SessionCredentials credentials) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("AccessKeyId", credentials.accessKeyId());
        fields.put("SecretAccessKey", credentials.secretAccessKey());
        fields.put("Token", credentials.sessionToken());
        fields.put("Expiration", credentials.expiration().toString());
        return JsonText.object(fields);
    }
}
