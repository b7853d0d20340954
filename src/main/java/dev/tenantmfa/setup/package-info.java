/**
 * Setup of second factors: code shared by {@code form} (pages) and {@code remote} (REST). The only package that knows
 * all second-factor methods of this extension.
 */
@NullMarked
package dev.tenantmfa.setup;

import org.jspecify.annotations.NullMarked;
