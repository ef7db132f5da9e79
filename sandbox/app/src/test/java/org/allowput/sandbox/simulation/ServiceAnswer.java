package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.util.Map;
import org.allowput.emulator.local.Unchecked;

@SuppressWarnings("ArrayRecordComponent")
public record ServiceAnswer(int status, Map<String, String> headers, byte[] body, int offset, int length) {
    public static ServiceAnswer of(int status, Map<String, String> headers, byte[] body) {
        return new ServiceAnswer(status, headers, body, 0, body.length);
    }

    public static ServiceAnswer empty(int status, Map<String, String> headers) {
        return of(status, headers, new byte[0]);
    }

    public static ServiceAnswer xml(int status, String text) {
        return of(status, Map.of("Content-Type", "application/xml"), text.getBytes(UTF_8));
    }

    public static ServiceAnswer json(int status, Map<String, ?> fields) {
        return json(status, Unchecked.get(() -> JSON.std.asString(fields)));
    }

    public static ServiceAnswer json(int status, String text) {
        return of(status, Map.of("Content-Type", "application/x-amz-json-1.0"), text.getBytes(UTF_8));
    }

    /** An error in the way of that call's service. */
    public static ServiceAnswer error(HttpCall call, int status, String code) {
        return switch (call.service()) {
            case S3 ->
                call.operation().startsWith("Head")
                        ? empty(status, Map.of())
                        : xml(status, "<Error><Code>" + code + "</Code><Message>simulated</Message></Error>");
            case STS ->
                xml(
                        status,
                        "<ErrorResponse><Error><Code>" + code
                                + "</Code><Message>simulated</Message></Error></ErrorResponse>");
            case SQS, STATES -> json(status, Map.of("__type", code, "message", "simulated"));
        };
    }
}
