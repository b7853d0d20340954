/** What identity providers said about the second factor of a login, and where a policy accepts it. */
@NullMarked
package dev.tenantmfa.assurance.upstream;

import org.jspecify.annotations.NullMarked;
