package org.allowput.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which items of two arrays are the same, in a longest common subsequence: items that are equal, and statements of one
 * Sid. Between them, arrays have equally many items that differ, or one of them has none.
 */
final class ArrayAlignment {
    private final JsonNode reference;
    private final JsonNode other;
    private final SortedMap<Integer, Integer> matches = new TreeMap<>();
    private final SortedMap<Integer, List<JsonNode>> insertions = new TreeMap<>();

    private ArrayAlignment(JsonNode reference, JsonNode other) {
        this.reference = reference;
        this.other = other;
    }

    static ArrayAlignment of(JsonNode reference, JsonNode other) {
        ArrayAlignment alignment = new ArrayAlignment(reference, other);
        alignment.align();
        return alignment;
    }

    /** Items of the other array that have none in the reference, before an item of the reference. */
    List<JsonNode> insertedBefore(int index) {
        return insertions.getOrDefault(index, List.of());
    }

    /** The item of the other array for one of the reference. */
    Optional<JsonNode> counterpart(int index) {
        return Optional.ofNullable(matches.get(index)).map(other::get);
    }

    private void align() {
        int[][] length = new int[reference.size() + 1][other.size() + 1];
        for (int i = reference.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                length[i][j] = isSame(i, j) ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        int fromReference = 0;
        int fromOther = 0;
        int i = 0;
        int j = 0;
        while (i < reference.size() && j < other.size()) {
            if (isSame(i, j)) {
                gap(fromReference, i, fromOther, j);
                matches.put(i++, j++);
                fromReference = i;
                fromOther = j;
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        gap(fromReference, reference.size(), fromOther, other.size());
    }

    private void gap(int fromReference, int toReference, int fromOther, int toOther) {
        if (fromReference == toReference) {
            List<JsonNode> inserted = new ArrayList<>();
            for (int j = fromOther; j < toOther; j++) {
                inserted.add(other.get(j));
            }
            insertions.put(toReference, inserted);
        } else if (toReference - fromReference == toOther - fromOther) {
            for (int offset = 0; offset < toOther - fromOther; offset++) {
                matches.put(fromReference + offset, fromOther + offset);
            }
        } else if (fromOther != toOther) {
            throw new IllegalStateException("items were replaced by another number of items in " + reference);
        }
    }

    private boolean isSame(int i, int j) {
        JsonNode one = reference.get(i);
        JsonNode two = other.get(j);
        return one.equals(two) || (one.has("Sid") && Objects.equals(one.get("Sid"), two.get("Sid")));
    }
}
