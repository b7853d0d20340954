package dev.tenantmfa.tenant.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.tenant.invitation.Invitations.Invitation;

/** An invitation that has not been accepted. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record InvitationView(
        @JsonProperty("id") String id,
        @JsonProperty("email") String email,
        @JsonProperty("role") String role,
        @JsonProperty("status") String status,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("expires_at") String expiresAt) {

    static InvitationView of(Invitation invitation) {
        return new InvitationView(
                invitation.id(),
                invitation.email(),
                invitation.role().name(),
                invitation.expired() ? "EXPIRED" : "PENDING",
                Json.time(invitation.createdAt()),
                Json.time(invitation.expiresAt()));
    }

    /** An invitation that was just sent. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Sent(
            @JsonProperty("id") String id,
            @JsonProperty("email") String email,
            @JsonProperty("role") String role,
            @JsonProperty("status") String status,
            @JsonProperty("created_at") String createdAt,
            @JsonProperty("expires_at") String expiresAt,
            @JsonProperty("mail_sent") boolean mailSent) {

        static Sent of(Invitation invitation, boolean mailSent) {
            InvitationView view = InvitationView.of(invitation);
            return new Sent(
                    view.id(), view.email(), view.role(), view.status(), view.createdAt(), view.expiresAt(), mailSent);
        }
    }
}
