package dev.tenantmfa.tenant.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** A member whose account was just made. {@code mail_sent} says whether the mail that opens it went out. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CreatedMember(
        @JsonUnwrapped MemberView member,
        @JsonProperty("mail_sent") boolean mailSent) {

    static CreatedMember of(MemberView member, boolean mailSent) {
        return new CreatedMember(member, mailSent);
    }
}
