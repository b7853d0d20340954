package dev.tenantmfa.tenant.login;

import org.jspecify.annotations.Nullable;

/** The network that a request comes from, for rate limits. */
final class ClientNetwork {

    private static final int GROUPS_OF_A_NETWORK = 4;

    private ClientNetwork() {}

    /**
     * The IPv4 address, or the /64 network of an IPv6 address: a single household has more addresses in it than any
     * limit.
     *
     * @param address of the connection; null if unknown
     */
    static String of(@Nullable String address) {
        if (address == null) {
            return "unknown";
        }
        if (address.indexOf(':') < 0 || address.startsWith("::")) {
            return address;
        }
        String[] groups = address.split(":", -1);
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(GROUPS_OF_A_NETWORK, groups.length) && !groups[i].isEmpty(); i++) {
            network.append(groups[i]).append(':');
        }
        return network.append(":/64").toString();
    }
}
