package org.allowput.contract.receipt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.allowput.contract.json.JsonDocuments;

/**
 * The fields of a receipt, as {@code docs/receipt.schema.json} declares them. The SQL that reads receipts is made from
 * this, so that a new field is declared in the schema and in {@link Receipt} alone.
 */
public final class ReceiptSchema {
    /** What a field holds. Numbers are whole, times are in UTC. */
    public enum Type {
        TEXT,
        NUMBER,
        TIME
    }

    private final SequencedMap<String, Map<?, ?>> properties = new LinkedHashMap<>();

    /** @param schema the bytes of the file */
    public ReceiptSchema(byte[] schema) {
        Map<?, ?> declared =
                (Map<?, ?>) Objects.requireNonNull(JsonDocuments.read(schema).get("properties"));
        declared.forEach((name, property) -> properties.put(name.toString(), (Map<?, ?>) property));
    }

    /** The fields in the order of the schema. */
    public SequencedMap<String, Type> fields() {
        SequencedMap<String, Type> fields = new LinkedHashMap<>();
        properties.forEach((name, property) -> fields.put(name, type(property)));
        return fields;
    }

    /** The columns of Athena's table of receipts, in which times are texts, as SQL that makes times of them. */
    public String columnsInAthena() {
        return fields().entrySet().stream()
                .map(field -> field.getValue() == Type.TIME
                        ? "CAST(from_iso8601_timestamp(%1$s) AS TIMESTAMP) AS %1$s".formatted(field.getKey())
                        : field.getKey())
                .collect(Collectors.joining(",\n        "));
    }

    private static Type type(Map<?, ?> property) {
        if ("integer".equals(property.get("type"))) {
            return Type.NUMBER;
        }
        return "date-time".equals(property.get("format")) ? Type.TIME : Type.TEXT;
    }

    /** The values that a field can have, of one that has few. */
    public List<String> values(String field) {
        List<?> values = (List<?>) Objects.requireNonNull(
                Objects.requireNonNull(properties.get(field), field).get("enum"), field);
        return values.stream().map(Object::toString).toList();
    }
}
