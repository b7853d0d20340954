package dev.tenantmfa.tenant.login;

import org.jspecify.annotations.Nullable;

/** The network from which a request comes, as limits count it. */
final class ClientNetwork {

    private static final int GROUPS_OF_A_NETWORK = 4;

    private ClientNetwork() {}

    /**
     * The address; of IPv6 the /64 network, of which a single household has more addresses than any limit.
     *
     * @param address as the connection has it; null where that is unknown
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
