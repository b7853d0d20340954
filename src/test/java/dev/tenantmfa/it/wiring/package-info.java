/** Realms as companies have them: how this extension gets into them and out again, and what the doctor says. */
package dev.tenantmfa.it.wiring;
