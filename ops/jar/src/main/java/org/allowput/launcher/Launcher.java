package org.allowput.launcher;

/**
 * {@code java -jar allow-put-to-s3.jar COMMAND}: the commands that a checkout has in {@code bin}. It is compiled for
 * older JDKs than they are.
 */
public final class Launcher {
    /** What the commands are compiled for, in the pom of all modules. */
    private static final int NEEDED = 25;

    private Launcher() {}

    /** Ends with 3 on an older JDK: as every command does where something that it needs is missing. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        if (Runtime.version().feature() < NEEDED) {
            System.err.println("JDK " + NEEDED + " or later is needed, seen: version "
                    + Runtime.version().feature() + " in "
                    + System.getProperty("java.home") + ". Install one (https://adoptium.net, for example), and run it"
                    + " by its path: /path/to/jdk-25/bin/java -jar " + System.getProperty("java.class.path"));
            System.exit(3);
        }
        System.setProperty("allowput.program", "java -jar " + System.getProperty("java.class.path") + " ");
        Class.forName("org.allowput.ops.cli.Operations")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }
}
