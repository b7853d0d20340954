/** How an SMS leaves the server: the SPI, the gateway that speaks HTTP, and the one for development. */
@NullMarked
package dev.tenantmfa.message.gateway;

import org.jspecify.annotations.NullMarked;
