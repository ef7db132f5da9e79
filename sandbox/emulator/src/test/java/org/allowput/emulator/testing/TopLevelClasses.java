package org.allowput.emulator.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** Each top-level class with those nested in it, for a rule that no two depend on each other. */
public final class TopLevelClasses implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
        JavaClass topLevel = type;
        while (topLevel.getEnclosingClass().isPresent()) {
            topLevel = topLevel.getEnclosingClass().get();
        }
        return SliceIdentifier.of(topLevel.getName());
    }

    @Override
    public String getDescription() {
        return "top-level classes";
    }
}
