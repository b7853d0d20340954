/**
 * Setup of second factors: what {@code form} (pages) and {@code remote} (REST) share. The only package that knows all
 * second-factor methods of this extension.
 */
@NullMarked
package dev.tenantmfa.setup;

import org.jspecify.annotations.NullMarked;
