package org.allowput.sandbox.acceptance;

/** An acceptance run in a JVM of its own, which a test can kill; and the removal of what it has left. */
final class AcceptanceMain {
    private AcceptanceMain() {}

    /** @param arguments {@code deploy}, which does not end by itself, or {@code clean} and the name of a run */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments[0].equals("clean")) {
            System.exit(Removal.of(new RunFolder(arguments[1])).isEmpty() ? 0 : 1);
        }
        AcceptanceRun.current().deployment(AcceptanceRun.Way.PLAIN);
        System.out.println("deployed");
        Thread.currentThread().join();
    }
}
