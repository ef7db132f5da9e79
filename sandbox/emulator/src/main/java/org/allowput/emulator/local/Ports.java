package org.allowput.emulator.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address. */
public final class Ports {
    // Below the ports that Linux and macOS give to connections: such a port can be taken between the choice and its
    // use.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_767;
    private static final int ATTEMPTS = 1_000;

    private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * A port that nobody listens on at the moment, and that this process has not been given before.
     *
     * @throws SetupException if there is none
     */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (CHOSEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new SetupException("No port from " + FIRST + " to " + LAST + " of 127.0.0.1 is free among " + ATTEMPTS
                + " that were tried. Stop the programs that use them.");
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Checks that nobody listens there. @throws SetupException when someone does: says what to do */
    public static int requireFree(int port) {
        if (!isFree(port)) {
            throw new SetupException(
                    "Port " + port + " of 127.0.0.1 is in use by another program. Stop that program, or "
                            + "choose another port with --port.");
        }
        return port;
    }
}
