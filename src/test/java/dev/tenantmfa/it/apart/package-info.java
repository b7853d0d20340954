/**
 * Tests with servers of their own. They take longest, and begin first: the last class of a run must be a short one, so
 * that none of the parallel test processes waits for the other.
 */
package dev.tenantmfa.it.apart;
