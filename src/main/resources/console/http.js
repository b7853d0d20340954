import { config } from './config.js';
import * as session from './session.js';
import { has, t, wait } from './texts.js';

/** A refusal, or an answer that cannot be used; `message` says what to do. */
export class Problem extends Error {
  constructor(status, code, message, field) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

/** Alias of the tenant, for logins that must stay in it. */
let tenant;
export const useTenant = alias => { tenant = alias; };

export const get = (path, options) => call('GET', path, undefined, options);
export const post = (path, body) => call('POST', path, body ?? {});
export const put = (path, body) => call('PUT', path, body);
export const patch = (path, body, withNewToken = false) => call('PATCH', path, body, {}, withNewToken);
export const remove = path => call('DELETE', path);

/** The whole answer, in a format other than JSON. */
export const download = (path, type) => call('GET', path, undefined, { type });

async function call(method, path, body, options = {}, again = false) {
  let answer;
  try {
    const token = await session.token(again);
    answer = await fetch(`${config.server}/realms/${encodeURIComponent(config.realm)}/tenants${path}`, {
      method,
      signal: options.signal,
      cache: 'no-store',
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: options.type ?? 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (e) {
    if (e.name === 'AbortError' || e.isBack) throw e;
    throw new Problem(0, 'network', t('error-network'));
  }
  if (answer.ok) return read(answer, options.type);
  const problem = await refusal(answer);
  if (problem.code === 'insufficient_user_authentication' || problem.code === 'mfa_required') {
    if (session.hasJustSteppedUp()) throw problem;
    return session.stepUp(answer.headers.get('WWW-Authenticate') ?? 'acr_values="mfa"', tenant);
  }
  if (answer.status === 401 && !again) return call(method, path, body, options, true);
  if (answer.status === 401 && !session.isJustBack()) return session.login({ tenant });
  throw problem;
}

async function read(answer, type) {
  if (answer.status === 204) return null;
  const found = answer.headers.get('Content-Type') ?? '';
  if (!found.startsWith(type ?? 'application/json')) throw new Problem(answer.status, 'no-json', t('error-no-json'));
  try {
    return type ? await answer.text() : await answer.json();
  } catch (e) {
    throw new Problem(answer.status, 'no-json', t('error-no-json'));
  }
}

async function refusal(answer) {
  const seconds = Number(answer.headers.get('Retry-After')) || 0;
  let body = {};
  try {
    if (/json/.test(answer.headers.get('Content-Type') ?? '')) body = await answer.json();
  } catch (e) {
    // Said below.
  }
  const code = typeof body.code === 'string' ? body.code : '';
  if (answer.status === 429) return new Problem(429, code, t('error-too-many', seconds ? wait(seconds) : t('error-a-while')));
  if (answer.status >= 500) return new Problem(answer.status, code, t('error-server'));
  if (!code) return new Problem(answer.status, 'no-json', t('error-no-json'));
  if (code === 'invalid_request') return invalid(answer.status, String(body.detail ?? ''));
  return new Problem(answer.status, code, has(`error-${code}`) ? t(`error-${code}`) : String(body.detail ?? t('error-server')), FIELDS[code]);
}

/** Fields that a refusal is about although its detail does not begin with their name. */
const FIELDS = { tenant_name_in_use: 'tenant_name', username_in_use: 'username', use_invitation: 'email' };

/** The detail of an invalid request begins with the name of the field, and is not in the user's language. */
function invalid(status, detail) {
  const field = /^[a-z_]+(?= )/.exec(detail)?.[0];
  return has(`invalid-${field}`) ? new Problem(status, 'invalid_request', t(`invalid-${field}`), field)
    : new Problem(status, 'invalid_request', t('error-invalid', detail));
}
