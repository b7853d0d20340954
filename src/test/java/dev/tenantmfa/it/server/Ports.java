package dev.tenantmfa.it.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {
    /** Below the ports that systems give to outgoing connections, one of which could take a port before its server starts. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 31_999;

    private Ports() {}

    /** As many ports as asked for, all different and free at the time of the call. */
    public static List<Integer> free(int count) {
        return ThreadLocalRandom.current()
                .ints(LOWEST, HIGHEST + 1)
                .distinct()
                .filter(Ports::isFree)
                .limit(count)
                .boxed()
                .toList();
    }

    /** Whether a server of ours could listen on {@code port} now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: a port whose last connections still fade away counts as free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
