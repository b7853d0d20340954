import { has, t, time } from './texts.js';

/** Management of a tenant in a sentence, from an entry of the audit. */
export function sentence(event, nameOf) {
  const { details, resource_path: path } = event;
  // Keycloak's own entries of new members name them, and have no id.
  const user = subject(event) ? nameOf(subject(event)) : details.username ?? details.email ?? nameOf();
  if (event.error === 'invalid_policy_value') return t('event-policy-value');
  if (event.error) return t('event-error', path, event.error);
  if (details.action === 'mfa_reset') return t('event-reset', user);
  if (details.action === 'access_pass_created') return t('event-pass', user);
  if (details.action === 'access_pass_revoked') return t('event-pass-revoked', user);
  if (event.resource === 'ORGANIZATION_GROUP_MEMBERSHIP') return t('event-groups', user);
  const [, , part] = path.split('/');
  if (part === 'invitations') return invitation(event);
  if (part === 'members') return member(event, user, nameOf);
  return part ? t('event-other', event.operation, event.resource) : tenant(event);
}

/** Id of the member whom an entry is about. */
export const subject = event => event.details.user_id ?? /\/members\/([^/]+)/.exec(event.resource_path)?.[1];

function invitation({ operation, details }) {
  const email = details.email ?? '';
  if (operation === 'CREATE') return details.role ? t('event-invited-as', email, t(`role-${details.role}`)) : t('event-invited', email);
  return t(operation === 'DELETE' ? 'event-invitation-revoked' : 'event-invitation-resent', email);
}

function member({ operation, details }, user, nameOf) {
  if (operation === 'CREATE') return t('event-joined', user);
  if (operation === 'DELETE') return t('event-left', user);
  if (details.former_owner) return t('event-owner', nameOf(details.former_owner), user);
  const said = [];
  if (details.role) said.push(t('event-role', user, t(`role-${details.role}`)));
  if (details.is_active) said.push(t(details.is_active === 'true' ? 'event-activated' : 'event-suspended', user));
  if (details.mfa_exempt_until !== undefined) {
    said.push(details.mfa_exempt_until ? t('event-exempt', user, time(details.mfa_exempt_until)) : t('event-exempt-ended', user));
  }
  return said.length > 0 ? said.join(' ') : t('event-member', user);
}

function tenant({ operation, resource, details }) {
  if (operation === 'DELETE') return t('event-tenant-deleted');
  if (details.required_for) return t('event-policy', t(`required-${details.required_for}`));
  if (details.is_active) return t(details.is_active === 'true' ? 'event-tenant-activated' : 'event-tenant-suspended');
  if (details.tenant_name) return t(operation === 'CREATE' ? 'event-tenant-created' : 'event-renamed', details.tenant_name);
  return t('event-other', operation, resource);
}

/** A login or a change of second factors. */
export function login(event) {
  const what = has(`login-${event.type}`) ? t(`login-${event.type}`) : event.type;
  return event.error ? `${what} (${event.error})` : what;
}
