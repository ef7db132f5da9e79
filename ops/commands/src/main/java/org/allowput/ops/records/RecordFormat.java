package org.allowput.ops.records;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How records are in temporary files: the values of their components, each of which may be null. Texts have at most
 * 65,535 bytes of UTF-8; times are exact to the millisecond.
 */
record RecordFormat(Constructor<?> constructor, List<Method> accessors) {
    private static final ClassValue<RecordFormat> FORMATS = new ClassValue<>() {
        @Override
        protected RecordFormat computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(
                        Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                List<Method> accessors =
                        Stream.of(components).map(RecordComponent::getAccessor).toList();
                constructor.setAccessible(true);
                accessors.forEach(each -> each.setAccessible(true));
                return new RecordFormat(constructor, accessors);
            } catch (NoSuchMethodException e) {
                throw new IllegalArgumentException(e);
            }
        }
    };

    static void write(@Nullable Object value, DataOutputStream out) throws IOException {
        out.writeBoolean(value != null);
        switch (value) {
            case null -> {}
            case Boolean flag -> out.writeBoolean(flag);
            case Long number -> out.writeLong(number);
            case Instant time -> out.writeLong(time.toEpochMilli());
            case Enum<?> constant ->
                out.writeByte(
                        List.of(constant.getDeclaringClass().getEnumConstants()).indexOf(constant));
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                if (bytes.length > 0xFFFF) {
                    throw new IOException("a field of " + bytes.length + " bytes");
                }
                out.writeShort(bytes.length);
                out.write(bytes);
            }
            default -> {
                for (Method accessor : FORMATS.get(value.getClass()).accessors) {
                    write(reflected(() -> accessor.invoke(value)), out);
                }
            }
        }
    }

    static @Nullable Object read(Class<?> type, DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        } else if (type == boolean.class) {
            return in.readBoolean();
        } else if (type == long.class) {
            return in.readLong();
        } else if (type == Instant.class) {
            return Instant.ofEpochMilli(in.readLong());
        } else if (type.isEnum()) {
            return type.getEnumConstants()[in.readByte()];
        } else if (type == String.class) {
            return new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
        }
        RecordFormat format = FORMATS.get(type);
        @Nullable Object[] values = new @Nullable Object[format.accessors.size()];
        for (int at = 0; at < values.length; at++) {
            values[at] = read(format.accessors.get(at).getReturnType(), in);
        }
        return reflected(() -> format.constructor.newInstance(values));
    }

    private interface Reflection {
        @Nullable
        Object call() throws ReflectiveOperationException;
    }

    private static @Nullable Object reflected(Reflection access) {
        try {
            return access.call();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
