package dev.tenantmfa.platform.rest;

import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/** The person behind a bearer token, whose account is enabled and whose session lives. Never a service account. */
public record Caller(UserModel user, UserSessionModel session, AccessToken token, ClientModel client) {}
