package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A request as the SDK hands it to its HTTP client, signed. What differs from run to run is replaced by its name in
 * angle brackets.
 *
 * @param line method and URL
 * @param signer whose credentials it is signed with
 * @param headers the values by lower-case names; {@value #NOT_SIGNED} ends those that the signature does not cover
 * @param form the parameters of a request to STS, in the order in which they are sent; the body of one to SQS or
 *     EventBridge
 * @param trailer the last bytes of the body, where a checksum follows it
 */
record RecordedRequest(
        String line, String signer, Map<String, String> headers, Map<String, String> form, String trailer) {
    static final String NOT_SIGNED = " (not signed)";

    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/.*SignedHeaders=([^,]+),.*");

    /** By name, what stands for a value that differs from run to run. */
    private static final Map<String, String> VARYING = Map.of(
            "amz-sdk-invocation-id", "<UUID>",
            "amz-sdk-request", "<attempt>",
            "authorization", "<signature>",
            "content-length", "<length>",
            "host", "<host of the URL>",
            "user-agent", "<SDK>",
            "x-amz-date", "<time>",
            "x-amz-decoded-content-length", "<length>",
            "x-amz-security-token", "<session token>");

    /** What a request asks AWS for. */
    enum Operation {
        ASSUME_ROLE,
        GET_CALLER_IDENTITY,
        HEAD_BUCKET,
        START_EXECUTION,
        DESCRIBE_EXECUTION,
        GET_OBJECT,
        HEAD_OBJECT,
        GET_TAGS,
        PUT_OBJECT,
        BEGIN_UPLOAD,
        PUT_PART,
        COMPLETE_UPLOAD,
        DELETE_OBJECT,
        CHANGE_VISIBILITY,
        SEND_MESSAGE,
        GET_NOTIFICATION,
        DESCRIBE_RULE,
        LIST_TARGETS
    }

    /** @param body all of it for STS, SQS and EventBridge, the end of it for S3 */
    static RecordedRequest of(SdkHttpRequest request, String body) {
        Matcher authorization = AUTHORIZATION.matcher(
                request.firstMatchingHeader("Authorization").orElse(""));
        if (!authorization.matches()) {
            throw new IllegalArgumentException("a request without a signature: " + request.getUri());
        }
        Set<String> signed = Set.of(authorization.group(2).split(";"));
        Map<String, String> headers = new TreeMap<>();
        request.forEachHeader((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            headers.put(lower, value(lower, String.join(", ", values)) + (signed.contains(lower) ? "" : NOT_SIGNED));
        });
        boolean sts = request.host().startsWith("sts.");
        boolean states = request.host().startsWith("states.");
        boolean json = request.host().startsWith("sqs.") || request.host().startsWith("events.");
        return new RecordedRequest(
                request.method() + " " + withoutTimes(url(request)),
                authorization.group(1).equals("ROLE") ? "the role" : "the function",
                headers,
                sts ? form(body) : states ? fields(body) : json ? Map.of("JSON", withoutDelays(body)) : Map.of(),
                sts || json || states ? "" : body);
    }

    private static String value(String name, String value) {
        return VARYING.getOrDefault(name, value.replaceAll("^[0-9a-f]{64}$", "<SHA-256 of the body>"));
    }

    private static String url(SdkHttpRequest request) {
        String query = request.encodedQueryParameters()
                .map(parameters -> "?" + parameters)
                .orElse("");
        return request.protocol() + "://" + request.host() + request.encodedPath() + query;
    }

    private static String withoutTimes(String url) {
        return url.replaceAll("\\d{4}/\\d\\d/\\d\\d/\\d\\d/\\d{8}T\\d{6}\\.\\d{3}Z", "<time>");
    }

    /** The delays are random. */
    private static String withoutDelays(String json) {
        return json.replaceAll("\"(VisibilityTimeout|DelaySeconds)\":\\d+", "\"$1\":<seconds>");
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        Arrays.stream(body.split("&"))
                .filter(parameter -> parameter.contains("="))
                .map(parameter ->
                        withoutTimes(URLDecoder.decode(parameter, UTF_8)).split("=", 2))
                .forEach(parameter -> form.put(parameter[0], parameter[1]));
        form.replace("ExternalId", "<ExternalId>");
        return form;
    }

    /** The fields of a request in JSON. */
    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new TreeMap<>();
        JsonNode.parser()
                .parse(body.isEmpty() ? "{}" : body)
                .asObject()
                .forEach((name, value) -> fields.put(name, value.text()));
        return fields;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(value -> value.replace(NOT_SIGNED, ""));
    }

    Operation operation() {
        String method = line.substring(0, line.indexOf(' '));
        boolean upload = line.contains("uploadId=");
        if (line.contains("://sts.")) {
            return form.containsValue("AssumeRole") ? Operation.ASSUME_ROLE : Operation.GET_CALLER_IDENTITY;
        }
        if (line.contains("://states.")) {
            return header("x-amz-target").orElse("").endsWith("StartExecution")
                    ? Operation.START_EXECUTION
                    : Operation.DESCRIBE_EXECUTION;
        }
        if (line.contains("://sqs.")) {
            return header("x-amz-target").orElse("").endsWith("SendMessage")
                    ? Operation.SEND_MESSAGE
                    : Operation.CHANGE_VISIBILITY;
        }
        if (line.contains("://events.")) {
            return header("x-amz-target").orElse("").endsWith("DescribeRule")
                    ? Operation.DESCRIBE_RULE
                    : Operation.LIST_TARGETS;
        }
        return switch (method) {
            case "GET" ->
                line.contains("?tagging")
                        ? Operation.GET_TAGS
                        : line.contains("?notification") ? Operation.GET_NOTIFICATION : Operation.GET_OBJECT;
            case "HEAD" -> line.endsWith(".amazonaws.com") ? Operation.HEAD_BUCKET : Operation.HEAD_OBJECT;
            case "PUT" -> upload ? Operation.PUT_PART : Operation.PUT_OBJECT;
            case "POST" -> upload ? Operation.COMPLETE_UPLOAD : Operation.BEGIN_UPLOAD;
            case "DELETE" -> Operation.DELETE_OBJECT;
            default -> throw new IllegalArgumentException("expected a request that the function sends, was: " + line);
        };
    }

    /** As the contract shows it, without the headers that all requests have. */
    Map<String, Object> shown(Map<String, String> common) {
        Map<String, String> own = new TreeMap<>(headers);
        own.entrySet().removeAll(common.entrySet());
        return new TreeMap<>(Map.of("line", line, "signer", signer, "headers", own, "form", form));
    }
}
