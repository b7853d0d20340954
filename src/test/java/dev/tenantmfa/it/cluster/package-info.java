/**
 * What must hold over two nodes: single use, limits, logins that change the node, tenants, the loss of a node, restarts.
 */
package dev.tenantmfa.it.cluster;
