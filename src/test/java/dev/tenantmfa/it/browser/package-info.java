/** Tests with a real browser: windows for test methods, screenshots of failures, accessibility. */
package dev.tenantmfa.it.browser;
