/** The second factor as a person, an administrator and an attacker see it. */
package dev.tenantmfa.it.mfa;
