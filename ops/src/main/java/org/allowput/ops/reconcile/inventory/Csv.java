package org.allowput.ops.reconcile.inventory;

import java.util.ArrayList;
import java.util.List;

/** Lines of comma-separated values as S3 Inventory writes them: fields in quotes, a quote in one is written twice. */
final class Csv {
    private Csv() {}

    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char next = line.charAt(at);
            if (next == '"') {
                if (quoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
                    field.append('"');
                    at++;
                } else {
                    quoted = !quoted;
                }
            } else if (next == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(next);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
