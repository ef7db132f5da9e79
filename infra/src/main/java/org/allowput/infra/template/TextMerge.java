package org.allowput.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Merges texts of which each variant differs in one place from a reference. Places may contain each other. */
final class TextMerge {
    private static final Comparator<Edit> BY_PLACE = Comparator.comparingInt(Edit::start)
            .thenComparing(edit -> edit.start() < edit.end())
            .thenComparing(Edit::end, Comparator.reverseOrder());

    private final String reference;

    /** What a variant has in the place of the characters from start to end of the reference. */
    private record Edit(int start, int end, String replacement, Variant variant) {
        int length() {
            return end - start;
        }

        /** Not of insertions, which can stand one after the other. */
        boolean isSamePlaceAs(Edit other) {
            return start < end && start == other.start && end == other.end;
        }

        boolean overlaps(Edit other) {
            return start < other.end && other.start < end;
        }

        boolean contains(Edit other) {
            return other.start < other.end
                    ? start <= other.start && other.end <= end
                    : start < other.start && other.start < end;
        }

        /**
         * Whether the only difference is the value of an optional parameter, which is empty if it is not set.
         *
         * @param replaced what the reference has in the place
         */
        boolean isOptionalValue(String replaced) {
            return (replaced + replacement).equals("${" + variant.parameter() + "}");
        }
    }

    private TextMerge(String reference) {
        this.reference = reference;
    }

    /** @param texts of the variants, in their order */
    static JsonNode merge(String reference, List<Variant> variants, List<String> texts) {
        List<Edit> edits = new ArrayList<>();
        for (int number = 0; number < variants.size(); number++) {
            Edit edit = edit(reference, texts.get(number), variants.get(number));
            edits.add(edit);
            // Of two that overlap, the larger one has the whole text in place of the reference.
            for (int before = 0; before < number; before++) {
                Edit other = edits.get(before);
                if (edit.isSamePlaceAs(other)) {
                    throw new IllegalStateException("two options change the same part of: " + reference);
                }
                if (edit.overlaps(other) && !edit.contains(other) && !other.contains(edit)) {
                    int larger = edit.length() > other.length() ? number : before;
                    edits.set(larger, new Edit(0, reference.length(), texts.get(larger), variants.get(larger)));
                }
            }
        }
        edits.sort(BY_PLACE);
        return new TextMerge(reference).merged(0, reference.length(), edits);
    }

    private JsonNode merged(int start, int end, List<Edit> edits) {
        List<JsonNode> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int at = start;
        List<Edit> left = new ArrayList<>(edits);
        while (!left.isEmpty()) {
            Edit edit = left.removeFirst();
            List<Edit> inner = left.stream().filter(edit::contains).toList();
            left.removeAll(inner);
            text.append(reference, at, edit.start);
            at = edit.end;
            String replaced = reference.substring(edit.start, edit.end);
            if (edit.isOptionalValue(replaced)) {
                text.append(replaced).append(edit.replacement);
            } else {
                add(parts, text);
                parts.add(edit.variant.choose(Intrinsic.ofText(edit.replacement), merged(edit.start, edit.end, inner)));
            }
        }
        text.append(reference, at, end);
        if (parts.isEmpty()) {
            return Intrinsic.ofText(text.toString());
        }
        add(parts, text);
        return parts.size() == 1
                ? parts.getFirst()
                : Intrinsic.join("", JsonNodeFactory.instance.arrayNode().addAll(parts));
    }

    private static void add(List<JsonNode> parts, StringBuilder text) {
        if (!text.isEmpty()) {
            parts.add(Intrinsic.ofText(text.toString()));
            text.setLength(0);
        }
    }

    private static Edit edit(String reference, String text, Variant variant) {
        int shortest = Math.min(reference.length(), text.length());
        int start = 0;
        while (start < shortest && reference.charAt(start) == text.charAt(start)) {
            start++;
        }
        while (start > 0 && (splits(reference, start) || splits(text, start))) {
            start--;
        }
        int same = 0;
        while (same < shortest - start
                && reference.charAt(reference.length() - 1 - same) == text.charAt(text.length() - 1 - same)) {
            same++;
        }
        while (same > 0 && (splits(reference, reference.length() - same) || splits(text, text.length() - same))) {
            same--;
        }
        String replacement = text.substring(start, text.length() - same);
        return leftmost(reference, new Edit(start, reference.length() - same, replacement, variant));
    }

    /**
     * The same text inserted or removed as far to the left as possible, so that neighbours do not overlap: in
     * {@code "a","b","c"} each item could be removed with the comma before it, or with the one after it.
     */
    private static Edit leftmost(String reference, Edit edit) {
        Edit leftmost = edit;
        Edit moved = edit;
        while (moved.start > 0 && (moved.replacement.isEmpty() || moved.length() == 0)) {
            char before = reference.charAt(moved.start - 1);
            String changed = reference.substring(moved.start, moved.end) + moved.replacement;
            if (changed.isEmpty() || changed.charAt(changed.length() - 1) != before) {
                break;
            }
            String rotated = before + changed.substring(0, changed.length() - 1);
            moved = new Edit(moved.start - 1, moved.end - 1, moved.replacement.isEmpty() ? "" : rotated, moved.variant);
            if (!splits(reference, moved.start) && !splits(reference, moved.end) && !splits(rotated, 0)) {
                leftmost = moved;
            }
        }
        return leftmost;
    }

    /** Whether a position is in the middle of a word, or of a reference to something. */
    private static boolean splits(String text, int position) {
        if (position > 0
                && position < text.length()
                && Character.isLetter(text.charAt(position - 1))
                && Character.isLetter(text.charAt(position))) {
            return true;
        }
        int open = text.lastIndexOf("${", position);
        return open >= 0 && open < position && text.indexOf('}', open) >= position;
    }
}
