package org.allowput.ops.compare;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.ReceiptSchema;
import org.allowput.contract.resource.ResourceFile;

/**
 * The SQL that knows a receipt's fields and their values: macros of DuckDB and columns of Athena, from
 * {@code docs/receipt.schema.json}.
 */
final class ReceiptMacros {
    private static final Map<ReceiptSchema.Type, String> TYPES = Map.of(
            ReceiptSchema.Type.TEXT,
            "VARCHAR",
            ReceiptSchema.Type.NUMBER,
            "BIGINT",
            ReceiptSchema.Type.TIME,
            "TIMESTAMP");

    private ReceiptMacros() {}

    /**
     * {@code as_receipt} makes a struct of a line of JSON, with NULL for what it does not have. The others are the
     * format that this version writes, and the values that a receipt can have.
     */
    static List<String> statements() {
        ReceiptSchema schema = schema();
        SequencedMap<String, ReceiptSchema.Type> fields = schema.fields();
        String structure = fields.entrySet().stream()
                .map(field -> "\"%s\": \"%s\"".formatted(field.getKey(), TYPES.get(field.getValue())))
                .collect(Collectors.joining(", ", "{", "}"));
        return List.of(
                "CREATE MACRO as_receipt(line) AS json_transform(line, '" + structure + "')",
                "CREATE MACRO receipt_format() AS '" + Receipt.FORMAT + "'",
                "CREATE MACRO is_readable_format(text) AS starts_with(text, '"
                        + Receipt.FORMAT.split("\\.", -1)[0] + ".')",
                "CREATE MACRO is_outcome(text) AS text IN " + list(schema, "outcome"),
                "CREATE MACRO is_checksum_algorithm(text) AS text IN " + list(schema, "checksumAlgorithm"));
    }

    static ReceiptSchema schema() {
        return new ReceiptSchema(ResourceFile.bytes(ReceiptMacros.class, "/receipt.schema.json"));
    }

    private static String list(ReceiptSchema schema, String field) {
        return schema.values(field).stream().collect(Collectors.joining("', '", "('", "')"));
    }
}
