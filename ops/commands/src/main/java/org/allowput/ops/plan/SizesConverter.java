package org.allowput.ops.plan;

import org.allowput.ops.plan.model.ObjectSizes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@link ObjectSizes}. */
final class SizesConverter implements ITypeConverter<ObjectSizes> {
    @Override
    public ObjectSizes convert(String text) {
        try {
            return ObjectSizes.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
