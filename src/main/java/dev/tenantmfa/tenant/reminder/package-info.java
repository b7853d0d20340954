/**
 * Mails that remind members of what the policy of their tenant will require, and tell its owners who is missing. A task of
 * Keycloak's timer sends them.
 */
@NullMarked
package dev.tenantmfa.tenant.reminder;

import org.jspecify.annotations.NullMarked;
