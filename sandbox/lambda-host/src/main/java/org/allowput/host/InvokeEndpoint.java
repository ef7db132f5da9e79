package org.allowput.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.emulator.Ministack;
import org.allowput.host.environment.FunctionVersions;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.function.FunctionNotDeployedException;
import org.allowput.host.http.JsonText;
import org.allowput.host.http.LoopbackServer;
import org.allowput.host.invocation.FunctionError;
import org.allowput.host.invocation.Invocation;
import org.allowput.host.invocation.InvocationResult;

/**
 * What a host listens to: the emulator, which posts each invocation to {@code /} and reads the function's error in
 * {@link Ministack#FUNCTION_ERROR}; and anybody who speaks Lambda's <a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>, an SDK or the AWS CLI, and gets the
 * function's own answer or error. Signatures are not checked.
 *
 * @param functions the versions of a function, by its name
 * @param environments how many there are of all functions
 */
record InvokeEndpoint(Function<String, FunctionVersions> functions, IntSupplier environments) implements HttpHandler {
    private static final Pattern INVOKE = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");
    private static final Pattern QUALIFIER = Pattern.compile("(?:^|&)Qualifier=([^&]+)");

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean post = exchange.getRequestMethod().equals("POST");
        Matcher invoke = INVOKE.matcher(path);
        try {
            if (post && path.equals("/")) {
                invokeForEmulator(exchange);
            } else if (post && invoke.matches()) {
                invoke(exchange, functions.apply(invoke.group(1)));
            } else if (path.equals("/health")) {
                LoopbackServer.reply(exchange, 200, "{\"environments\":" + environments.getAsInt() + "}");
            } else {
                refuse(exchange, 404, "InvalidRequestException", "Nothing is served at " + path);
            }
        } catch (FunctionNotDeployedException e) {
            refuse(exchange, 404, "ResourceNotFoundException", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            refuse(exchange, 500, "ServiceException", e.toString());
        }
    }

    private void invokeForEmulator(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String version = header(headers, "X-Amzn-Lambda-Function-Version").orElse(DeployedFunction.LATEST);
        String id = header(headers, "X-Amzn-Lambda-Request-Id")
                .orElseGet(() -> UUID.randomUUID().toString());
        String name = header(headers, "X-Amzn-Lambda-Function-Name").orElse("");
        String event = LoopbackServer.body(exchange);
        InvocationResult answer = functions
                .apply(name)
                .invoke(
                        version,
                        function -> Invocation.until(
                                header(headers, "X-Amzn-Lambda-Deadline-Ms")
                                        .map(ms -> Instant.ofEpochMilli(Long.parseLong(ms)))
                                        .orElseGet(() -> Instant.now().plus(function.timeout())),
                                id,
                                header(headers, "X-Amzn-Lambda-Function-Arn").orElseGet(function::arn),
                                event,
                                header(headers, "X-Amzn-Trace-Id")));
        switch (answer) {
            case InvocationResult.Returned returned -> LoopbackServer.reply(exchange, 200, returned.payload());
            case InvocationResult.Failed failed -> failForEmulator(exchange, failed.payload());
            case InvocationResult.Throttled throttled ->
                failForEmulator(
                        exchange,
                        FunctionError.named("Lambda.TooManyRequestsException", throttled.message())
                                .payload());
        }
    }

    /** @param payload JSON with the error's type and message */
    private static void failForEmulator(HttpExchange exchange, String payload) throws IOException {
        LoopbackServer.reply(exchange, 200, "{\"" + Ministack.FUNCTION_ERROR + "\":" + payload + "}");
    }

    private static void invoke(HttpExchange exchange, FunctionVersions versions) throws IOException {
        if (!header(exchange.getRequestHeaders(), "X-Amz-Invocation-Type")
                .orElse("RequestResponse")
                .equals("RequestResponse")) {
            refuse(exchange, 400, "InvalidParameterValueException", "Only RequestResponse is served here.");
            return;
        }
        String event = LoopbackServer.body(exchange);
        switch (versions.invoke(qualifier(exchange), event.isEmpty() ? "{}" : event)) {
            case InvocationResult.Returned returned -> LoopbackServer.reply(exchange, 200, returned.payload());
            case InvocationResult.Failed failed -> {
                exchange.getResponseHeaders().set(Ministack.FUNCTION_ERROR, "Unhandled");
                LoopbackServer.reply(exchange, 200, failed.payload());
            }
            case InvocationResult.Throttled throttled ->
                refuse(exchange, 429, "TooManyRequestsException", throttled.message());
        }
    }

    private static String qualifier(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                .map(QUALIFIER::matcher)
                .filter(Matcher::find)
                .map(found -> URLDecoder.decode(found.group(1), UTF_8))
                .orElse(DeployedFunction.LATEST);
    }

    private static Optional<String> header(Headers headers, String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    private static void refuse(HttpExchange exchange, int status, String type, String message) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Type", status < 500 ? "User" : "Service");
        fields.put("Message", message);
        exchange.getResponseHeaders().set("X-Amzn-ErrorType", type);
        LoopbackServer.reply(exchange, status, JsonText.object(fields));
    }
}
