/** Required actions and pages that set up a second factor or regenerate backup codes, inside or after a login. */
@NullMarked
package dev.tenantmfa.setup.form;

import org.jspecify.annotations.NullMarked;
