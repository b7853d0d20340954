/** Logins without a browser: grants, challenges, messages. */
package dev.tenantmfa.it.headless;
