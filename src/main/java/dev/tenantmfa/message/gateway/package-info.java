/** How an SMS leaves the server: the SPI, the HTTP gateway, and the one for development. */
@NullMarked
package dev.tenantmfa.message.gateway;

import org.jspecify.annotations.NullMarked;
