package org.allowput.contract;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that both accounts must agree on, except the ExternalId, as one line: the output of account A's stack, and the
 * parameter, the setting and the option by which account B takes it. The line has the values of all {@link Field}s in
 * their order, with a bar after each but the last.
 *
 * @param values one for each field, without bars and line breaks
 */
public record TargetGrant(Map<Field, String> values) {
    /** Of the parameter, as of the output whose value it takes. */
    public static final String NAME = StackOutput.TARGET_GRANT.id();

    /** Between two values. No name in AWS has it; prefixes of keys with it are refused. */
    public static final String SEPARATOR = "|";

    /** A value of the line: how errors call it, and the setting that states it otherwise. */
    public enum Field {
        ACCOUNT("TargetAccount", "target.account"),
        REGION("TargetRegion", "target.region"),
        BUCKET("TargetBucketName", "target.bucketName"),
        ROLE("RoleName", "target.roleName"),
        /** Empty for any key. */
        KEY_PREFIX("KeyPrefix", "source.keyPrefix"),
        /** Empty for the bucket's default. */
        KMS_KEY("TargetKmsKeyArn", "target.kmsKeyArn"),
        /** Below which receipts can be added, and not changed; empty for none. */
        DELIVERIES_PREFIX("DeliveriesPrefix", "receipts.deliverTo"),
        REPLICATE_DELETES("ReplicateDeletes", "optIns.replicateDeletes"),
        REPLICATE_TAGS("ReplicateTags", "optIns.replicateTags"),
        WRITE_ONCE("WriteOnce", "target.writeOnce");

        private final String label;
        private final String setting;

        Field(String label, String setting) {
            this.label = label;
            this.setting = setting;
        }

        public String label() {
            return label;
        }

        public String setting() {
            return setting;
        }

        public int index() {
            return List.of(values()).indexOf(this);
        }

        /** The values that are allowed, the default first; none where any text is. */
        public List<String> choices() {
            return switch (this) {
                case REPLICATE_DELETES -> ReplicatedDeletions.names();
                case REPLICATE_TAGS, WRITE_ONCE -> List.of("false", "true");
                default -> List.of();
            };
        }

        public boolean isOptional() {
            return this == KEY_PREFIX || this == KMS_KEY || this == DELIVERIES_PREFIX;
        }
    }

    /** @throws IllegalArgumentException if a value is missing or cannot be in the line */
    public TargetGrant {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
        for (Field field : Field.values()) {
            String value = values.getOrDefault(field, "");
            if (value.isEmpty() && !field.isOptional()) {
                throw new IllegalArgumentException(field.label() + " is empty");
            }
            if (value.contains(SEPARATOR) || value.lines().count() > 1) {
                throw new IllegalArgumentException(
                        field.label() + " has a " + SEPARATOR + ", which separates the values: " + value);
            }
        }
    }

    public static TargetGrant of(Function<Field, String> value) {
        Map<Field, String> values = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            values.put(field, value.apply(field));
        }
        return new TargetGrant(values);
    }

    /** Reads a line. @throws IllegalArgumentException if it is none */
    public static TargetGrant parse(String line) {
        List<String> values = List.of(line.split("\\" + SEPARATOR, -1));
        int expected = Field.values().length;
        if (values.size() != expected) {
            throw new IllegalArgumentException(
                    "%d values, expected %d with %s between them".formatted(values.size(), expected, SEPARATOR));
        }
        TargetGrant grant = of(field -> values.get(field.index()));
        for (Field field : Field.values()) {
            if (!field.choices().isEmpty() && !field.choices().contains(grant.get(field))) {
                throw new IllegalArgumentException("%s is \"%s\", expected one of %s"
                        .formatted(field.label(), grant.get(field), String.join(", ", field.choices())));
            }
        }
        return grant;
    }

    public String line() {
        return Arrays.stream(Field.values()).map(this::get).collect(Collectors.joining(SEPARATOR));
    }

    public String get(Field field) {
        return values.getOrDefault(field, "");
    }

    /** Whether a choice is not the default, or another value not empty. */
    public boolean allows(Field field) {
        return !get(field).isEmpty() && field.choices().indexOf(get(field)) != 0;
    }
}
