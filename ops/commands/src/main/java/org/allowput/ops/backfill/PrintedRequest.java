package org.allowput.ops.backfill;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** A request as the AWS CLI takes it with {@code --cli-input-json}. */
final class PrintedRequest {
    private PrintedRequest() {}

    /** The fields that are set, under the names of AWS's API. */
    static Map<String, Object> fields(SdkPojo request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (SdkField<?> field : request.sdkFields()) {
            if (field.memberName().equals("ClientRequestToken")) {
                // The AWS CLI makes one, as the SDK does.
                continue;
            }
            Optional.ofNullable(field.getValueOrDefault(request))
                    .map(PrintedRequest::value)
                    .filter(value -> !(value instanceof Collection<?> list && list.isEmpty()))
                    .filter(value -> !(value instanceof Map<?, ?> map && map.isEmpty()))
                    .ifPresent(value -> fields.put(field.memberName(), value));
        }
        return fields;
    }

    private static Object value(Object value) {
        return switch (value) {
            case SdkPojo nested -> fields(nested);
            case Collection<?> list -> list.stream().map(PrintedRequest::value).toList();
            case Instant time -> time.toString();
            default -> value;
        };
    }
}
