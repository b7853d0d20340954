terraform {
  required_providers {
    keycloak = {
      source = "keycloak/keycloak"
    }
  }
}

data "keycloak_realm" "realm" {
  realm = "shop"
}

resource "keycloak_required_action" "tmfa_configure" {
  realm_id = data.keycloak_realm.realm.id
  alias = "tmfa-configure"
  name = "Set up authenticator app and backup codes"
  enabled = true
  default_action = false
  priority = 52
}

resource "keycloak_required_action" "tmfa_regenerate_backup_codes" {
  realm_id = data.keycloak_realm.realm.id
  alias = "tmfa-regenerate-backup-codes"
  name = "New backup codes"
  enabled = true
  default_action = false
  priority = 53
}

resource "keycloak_required_action" "configure_totp" {
  realm_id = data.keycloak_realm.realm.id
  alias = "CONFIGURE_TOTP"
  name = "Configure OTP"
  enabled = false
  default_action = false
  priority = 54
}

resource "keycloak_required_action" "configure_recovery_authn_codes" {
  realm_id = data.keycloak_realm.realm.id
  alias = "CONFIGURE_RECOVERY_AUTHN_CODES"
  name = "Recovery Authentication Codes"
  enabled = false
  default_action = false
  priority = 130
}

resource "keycloak_authentication_flow" "tenant_mfa_browser_of_browser" {
  realm_id = data.keycloak_realm.realm.id
  alias = "tenant-mfa browser of browser"
  provider_id = "basic-flow"
}

resource "keycloak_authentication_subflow" "tenant_mfa_browser_of_browser_sign_in" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.tenant_mfa_browser_of_browser.alias
  alias = "tenant-mfa browser of browser - sign in"
  provider_id = "basic-flow"
  requirement = "REQUIRED"
  priority = 10
}

resource "keycloak_authentication_execution" "step_1" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.tenant_mfa_browser_of_browser_sign_in.alias
  authenticator = "auth-cookie"
  requirement = "ALTERNATIVE"
  priority = 10
}

resource "keycloak_authentication_execution" "step_2" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.tenant_mfa_browser_of_browser_sign_in.alias
  authenticator = "auth-spnego"
  requirement = "DISABLED"
  priority = 20
  depends_on = [keycloak_authentication_execution.step_1]
}

resource "keycloak_authentication_execution" "step_3" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.tenant_mfa_browser_of_browser_sign_in.alias
  authenticator = "identity-provider-redirector"
  requirement = "ALTERNATIVE"
  priority = 30
  depends_on = [keycloak_authentication_execution.step_2]
}

resource "keycloak_authentication_subflow" "tenant_mfa_browser_of_browser_organization" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.tenant_mfa_browser_of_browser_sign_in.alias
  alias = "tenant-mfa browser of browser - Organization"
  provider_id = "basic-flow"
  requirement = "ALTERNATIVE"
  priority = 40
  depends_on = [keycloak_authentication_execution.step_3]
}

resource "keycloak_authentication_subflow" "tenant_mfa_browser_of_browser_browser_conditional_organization" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.tenant_mfa_browser_of_browser_organization.alias
  alias = "tenant-mfa browser of browser - Browser - Conditional Organization"
  provider_id = "basic-flow"
  requirement = "CONDITIONAL"
  priority = 10
}

resource "keycloak_authentication_execution" "step_4" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.tenant_mfa_browser_of_browser_browser_conditional_organization.alias
  authenticator = "conditional-user-configured"
  requirement = "REQUIRED"
  priority = 10
}

resource "keycloak_authentication_execution" "step_5" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.tenant_mfa_browser_of_browser_browser_conditional_organization.alias
  authenticator = "organization"
  requirement = "ALTERNATIVE"
  priority = 20
  depends_on = [keycloak_authentication_execution.step_4]
}

resource "keycloak_authentication_subflow" "tenant_mfa_browser_of_browser_forms" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.tenant_mfa_browser_of_browser_sign_in.alias
  alias = "tenant-mfa browser of browser - forms"
  provider_id = "basic-flow"
  requirement = "ALTERNATIVE"
  priority = 50
  depends_on = [keycloak_authentication_subflow.tenant_mfa_browser_of_browser_organization]
}

resource "keycloak_authentication_execution" "step_6" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.tenant_mfa_browser_of_browser_forms.alias
  authenticator = "auth-username-password-form"
  requirement = "REQUIRED"
  priority = 10
}

resource "keycloak_authentication_execution" "step_7" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.tenant_mfa_browser_of_browser.alias
  authenticator = "tmfa-tenant-access"
  requirement = "REQUIRED"
  priority = 20
  depends_on = [keycloak_authentication_subflow.tenant_mfa_browser_of_browser_sign_in]
}

resource "keycloak_authentication_execution" "step_8" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.tenant_mfa_browser_of_browser.alias
  authenticator = "tmfa-second-factor"
  requirement = "REQUIRED"
  priority = 30
  depends_on = [keycloak_authentication_execution.step_7]
}

resource "keycloak_authentication_flow" "tenant_mfa_direct_grant_of_direct_grant" {
  realm_id = data.keycloak_realm.realm.id
  alias = "tenant-mfa direct grant of direct grant"
  provider_id = "basic-flow"
}

resource "keycloak_authentication_execution" "step_9" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.tenant_mfa_direct_grant_of_direct_grant.alias
  authenticator = "tmfa-direct-grant-user"
  requirement = "REQUIRED"
  priority = 10
}

resource "keycloak_authentication_execution" "step_10" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.tenant_mfa_direct_grant_of_direct_grant.alias
  authenticator = "direct-grant-validate-password"
  requirement = "REQUIRED"
  priority = 20
  depends_on = [keycloak_authentication_execution.step_9]
}

resource "keycloak_authentication_execution" "step_11" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.tenant_mfa_direct_grant_of_direct_grant.alias
  authenticator = "tmfa-tenant-access"
  requirement = "REQUIRED"
  priority = 30
  depends_on = [keycloak_authentication_execution.step_10]
}

resource "keycloak_authentication_execution" "step_12" {
  realm_id = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.tenant_mfa_direct_grant_of_direct_grant.alias
  authenticator = "tmfa-direct-grant-code"
  requirement = "REQUIRED"
  priority = 40
  depends_on = [keycloak_authentication_execution.step_11]
}

resource "keycloak_authentication_bindings" "wired" {
  realm_id = data.keycloak_realm.realm.id
  browser_flow = keycloak_authentication_flow.tenant_mfa_browser_of_browser.alias
  direct_grant_flow = keycloak_authentication_flow.tenant_mfa_direct_grant_of_direct_grant.alias
}
