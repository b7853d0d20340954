/** What happens around a person's factors: mails that tell of changes, codes that go with the app, sessions that end. */
@NullMarked
package dev.tenantmfa.notice;

import org.jspecify.annotations.NullMarked;
