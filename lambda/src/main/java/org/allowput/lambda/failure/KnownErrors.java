package org.allowput.lambda.failure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.FailureCause;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.resource.ResourceFile;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The errors that services answer, with what each means for a copy: the content of {@code errors.json}. */
record KnownErrors(List<Entry> errors) {
    private static final Map<String, Entry> BY_CODE = byCode();

    /**
     * Errors that mean the same.
     *
     * @param codes of services, or statuses
     * @param remedy what is wrong and what to do; may be empty
     */
    record Entry(List<String> codes, FailureCause cause, String remedy) {}

    private static Map<String, Entry> byCode() {
        Map<String, Entry> entries = new HashMap<>();
        JsonDocuments.read(ResourceFile.bytes(KnownErrors.class, "/errors.json"), KnownErrors.class)
                .errors()
                .forEach(entry -> entry.codes().forEach(code -> entries.put(code, entry)));
        return entries;
    }

    /** The failure by that error, if it is known; the remedy follows the answer. */
    static Optional<Failure> failure(String code, String answer) {
        return Optional.ofNullable(BY_CODE.get(code))
                .map(entry ->
                        new Failure(entry.cause(), entry.remedy().isEmpty() ? answer : answer + ": " + entry.remedy()));
    }

    /** Whether two errors are known, and mean the same. */
    static boolean areAlike(String code, String other) {
        Entry entry = BY_CODE.get(code);
        return entry != null && entry.equals(BY_CODE.get(other));
    }

    /** The code of an error; empty if the answer has none. */
    static String code(AwsServiceException thrown) {
        AwsErrorDetails details = thrown.awsErrorDetails();
        return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    }
}
