/** Tests with servers of their own; {@code AllTestsApartIT} runs them in one process of the build. */
package dev.tenantmfa.it.apart;
