/** What no login method may get past: evidence of a session, and the gate where tokens are made. */
package dev.tenantmfa.it.assurance;
