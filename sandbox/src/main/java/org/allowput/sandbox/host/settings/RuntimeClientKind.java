package org.allowput.sandbox.host.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which runtime client runs the function in its JVM. Both are AWS's; they differ in how they send two requests. */
public enum RuntimeClientKind {
    /** AWS's runtime interface client as it is. Its native library exists for Linux only. */
    AWS,

    /** The same client, with Java code in place of its native library: for any system that has a JDK. */
    PORTABLE;

    /** The system property that chooses a kind by its name in lower case. */
    public static final String PROPERTY = "lambda-host.runtime-client";

    /**
     * The kind that the system property {@value #PROPERTY} names; without it, AWS's on Linux and the portable one on
     * other systems.
     *
     * @throws IllegalArgumentException if the property names neither
     */
    public static RuntimeClientKind current() {
        String property = System.getProperty(PROPERTY, "");
        return property.isEmpty() ? of(System.getProperty("os.name")) : named(property);
    }

    /** The kind for an operating system, by its name as in the system property {@code os.name}. */
    public static RuntimeClientKind of(String operatingSystem) {
        return operatingSystem.equals("Linux") ? AWS : PORTABLE;
    }

    private static RuntimeClientKind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(PROPERTY + " is " + name + "; expected one of "
                        + Arrays.stream(values())
                                .map(RuntimeClientKind::toString)
                                .collect(Collectors.joining(", "))));
    }

    /** The name as options and properties have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
