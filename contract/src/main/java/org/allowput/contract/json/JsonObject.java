package org.allowput.contract.json;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An object of an event, read strictly: the error for a field that is missing or of another type has its path. A field
 * whose value is {@code null} is missing.
 *
 * @param path where it is in its document, empty for the document itself
 */
public record JsonObject(String path, JrsObject fields) {
    /** The last that has a year of four digits, as every time in events has. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final int NAMES_SHOWN = 12;
    private static final int NAME_LENGTH_SHOWN = 40;

    public boolean has(String field) {
        return value(field) != null;
    }

    public boolean hasText(String field, String text) {
        return value(field) instanceof JrsString string && string.getValue().equals(text);
    }

    public String text(String field) throws UnreadableException {
        return required(field, JrsString.class, "a string").getValue();
    }

    @Nullable
    public String optionalText(String field) throws UnreadableException {
        return has(field) ? text(field) : null;
    }

    /** A whole number from 1 to 2,147,483,647. */
    public int positive(String field) throws UnreadableException {
        JrsNumber number = required(field, JrsNumber.class, "a whole number from 1");
        if (number.getValue() instanceof Integer integer && integer > 0) {
            return integer;
        }
        throw wrong(at(field), number, "a whole number from 1");
    }

    /**
     * A time from 1970 to 9999, or null: a time is only reported, so that a message without a valid one is read all the
     * same.
     */
    @Nullable
    public Instant time(String field) {
        if (!(value(field) instanceof JrsString text)) {
            return null;
        }
        try {
            Instant time = Instant.parse(text.getValue());
            return time.isBefore(Instant.EPOCH) || time.isAfter(LATEST) ? null : time;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    public JsonObject object(String field) throws UnreadableException {
        return new JsonObject(at(field), required(field, JrsObject.class, "an object"));
    }

    /** The field, or an empty text if it is missing or no string. */
    public String textOrEmpty(String field) {
        return value(field) instanceof JrsString text ? text.getValue() : "";
    }

    /** The field, or an empty object if it is missing or no object. */
    public JsonObject objectOrEmpty(String field) {
        return new JsonObject(at(field), value(field) instanceof JrsObject object ? object : new JrsObject());
    }

    /** The values of an array that has at least one. */
    public List<JrsValue> elements(String field) throws UnreadableException {
        JrsArray array = required(field, JrsArray.class, "an array");
        if (array.size() == 0) {
            throw new UnreadableException(at(field) + " is empty: nothing says what happened; expected at least one");
        }
        List<JrsValue> elements = new ArrayList<>(array.size());
        array.elements().forEachRemaining(elements::add);
        return elements;
    }

    /** The values of such an array, each of which is an object. */
    public List<JsonObject> objects(String field) throws UnreadableException {
        List<JrsValue> elements = elements(field);
        List<JsonObject> objects = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            objects.add(of(at(field) + "[" + i + "]", elements.get(i)));
        }
        return objects;
    }

    /** The values of such an array, each of which is a string. */
    public List<String> texts(String field) throws UnreadableException {
        List<JrsValue> elements = elements(field);
        List<String> texts = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            if (!(elements.get(i) instanceof JrsString text)) {
                throw wrong(at(field) + "[" + i + "]", elements.get(i), "a string");
            }
            texts.add(text.getValue());
        }
        return texts;
    }

    /** The object that a text is: strictly one document, as {@link EventJson} reads it. */
    public static JsonObject parse(String text) throws UnreadableException {
        return of("", EventJson.parse(text));
    }

    /** What is at that path of a document, if it is an object. */
    public static JsonObject of(String path, JrsValue value) throws UnreadableException {
        if (value instanceof JrsObject object) {
            return new JsonObject(path, object);
        }
        throw wrong(path.isEmpty() ? "the document" : path, value, "an object");
    }

    public String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** The fields it has, for a message: names alone, and not too many. */
    public String describeFields() {
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        String shown = names.stream()
                .limit(NAMES_SHOWN)
                .map(name -> SanitizedText.of(name, NAME_LENGTH_SHOWN))
                .collect(Collectors.joining(", "));
        int more = names.size() - NAMES_SHOWN;
        return "an object with " + (names.isEmpty() ? "no fields" : shown) + (more > 0 ? " and " + more + " more" : "");
    }

    private @Nullable JrsValue value(String field) {
        JrsValue value = fields.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private <T extends JrsValue> T required(String field, Class<T> type, String expected) throws UnreadableException {
        JrsValue value = value(field);
        if (value == null) {
            throw new UnreadableException(
                    at(field) + " is missing; expected " + expected + ", seen " + describeFields());
        }
        if (!type.isInstance(value)) {
            throw wrong(at(field), value, expected);
        }
        return type.cast(value);
    }

    private static UnreadableException wrong(String where, JrsValue value, String expected) {
        return new UnreadableException(where + " is " + type(value) + "; expected " + expected);
    }

    private static String type(JrsValue value) {
        return switch (value.asToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
