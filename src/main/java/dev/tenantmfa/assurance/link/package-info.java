/** Which links to identity providers a second factor of the user confirmed. */
@NullMarked
package dev.tenantmfa.assurance.link;

import org.jspecify.annotations.NullMarked;
