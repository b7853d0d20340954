package dev.tenantmfa.platform.rest;

import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/** The user of a bearer token, whose account is enabled and whose session is valid. Never a service account. */
public record Caller(UserModel user, UserSessionModel session, AccessToken token, ClientModel client) {}
