package org.allowput.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The outputs of the stacks. Commands and other tools use their names, which do not change. */
public enum StackOutput {
    VERSION,
    DEPLOYMENT_NAME,
    SOURCE_BUCKET_NAME,
    TARGET_BUCKET_NAME,
    OPT_INS,
    TRIGGERS,
    RESERVED_CONCURRENCY,
    FUNCTION_NAME,
    FUNCTION_ALIAS_ARN,
    FUNCTION_LOG_GROUP_NAME,
    FUNCTION_ROLE_ARN,
    CALLER_POLICY,
    QUEUE_URL,
    DEAD_LETTER_QUEUE_URL,
    SELECTION,
    NOTIFICATION_CONFIGURATION,
    OPERATIONS_BUCKET_NAME,
    LARGE_OBJECTS_STATE_MACHINE_ARN,
    LARGE_OBJECTS_FUNCTION_NAME,
    LARGE_OBJECTS_LOG_GROUP_NAME,
    BACKFILL_ROLE_ARN,
    RECEIPTS_KEPT_DAYS,
    ATHENA_DATABASE,
    RECONCILE_FUNCTION_NAME,
    RECONCILE_LOG_GROUP_NAME,
    ROLE_ARN,
    TARGET_GRANT,
    WRITABLE_KEYS,
    TRUSTED_ROLE_NAME,
    AWS_CLI_PROFILE,
    ASSUME_ROLE_COMMAND;

    public String id() {
        return Arrays.stream(name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return id();
    }
}
