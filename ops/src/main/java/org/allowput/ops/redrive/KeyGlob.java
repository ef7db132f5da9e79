package org.allowput.ops.redrive;

import java.util.List;
import java.util.regex.Pattern;
import org.allowput.ops.aws.MessageKeys;
import picocli.CommandLine.ITypeConverter;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * A pattern of object keys, in which {@code *} is any number of characters, slashes included, and {@code ?} is one. It
 * selects a message all of whose keys match; a message without keys, as a malformed one, by its id.
 */
record KeyGlob(String text, Pattern pattern) {
    static KeyGlob of(String text) {
        StringBuilder expression = new StringBuilder();
        text.codePoints()
                .forEach(each -> expression.append(
                        switch (each) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(each));
                        }));
        return new KeyGlob(text, Pattern.compile(expression.toString(), Pattern.DOTALL));
    }

    boolean selects(Message message) {
        List<String> keys = MessageKeys.of(message.body());
        return keys.isEmpty()
                ? matches(message.messageId())
                : matches(message.messageId()) || keys.stream().allMatch(this::matches);
    }

    private boolean matches(String value) {
        return pattern.matcher(value).matches();
    }

    /** Reads the value of an option. */
    static final class Converter implements ITypeConverter<KeyGlob> {
        @Override
        public KeyGlob convert(String text) {
            return of(text);
        }
    }
}
