package org.allowput.ops.cli;

/** How people start the commands: by the scripts in {@code bin}, or with the jar. */
public final class Program {
    /** What is typed before a command's name. */
    private static final String PREFIX = System.getProperty("allowput.program", "bin/");

    private Program() {}

    /** A command as it is typed next. */
    public static String command(String name) {
        return PREFIX + name;
    }

    /** A text that names scripts of {@code bin}, with the commands as they are typed here. */
    public static String inText(String text) {
        return text.replace("bin/", PREFIX);
    }
}
