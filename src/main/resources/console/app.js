import { createContext, html, useContext, useEffect, useRef, useState } from './lib/standalone.module.js';
import { config } from './config.js';
import { get, useTenant } from './http.js';
import { useLoad } from './load.js';
import { isManager } from './powers.js';
import { here, useRoute } from './router.js';
import * as session from './session.js';
import { Bare, Shell, ShutOut } from './shell.js';
import { has, t } from './texts.js';
import { Empty, Failure, Spinner, Title } from './ui.js';
import { Link } from './router.js';
import { Activity } from './views/activity.js';
import { NoTenant } from './views/create.js';
import { Invitations } from './views/invitations.js';
import { Membership } from './views/membership.js';
import { loadAhead, Overview } from './views/overview.js';
import { People } from './views/people.js';
import { Person } from './views/person.js';
import { Policy } from './views/policy.js';
import { JustSuspended, Settings } from './views/settings.js';

const SHUT = ['tenant_inactive', 'membership_inactive', 'not_a_member'];

/** The tenant, the user's own membership in it, and what views say to the user. */
export const Console = createContext();
export const useConsole = () => useContext(Console);

async function loadAll(signal) {
  const self = session.claims().sub;
  if (here().path.length === 0 && isManager({ role: session.claims().tenant_role ?? 'MEMBER' })) loadAhead();
  const [tenant, tenants, me] = await Promise.allSettled([
    get('/me', { signal }), get(`?max=${config.longestList}`, { signal }), get(`/me/users/${self}`, { signal })]);
  if (tenant.status === 'rejected') {
    if (tenant.reason.code === 'no_active_tenant') return { none: true };
    if (SHUT.includes(tenant.reason.code)) return { shut: tenant.reason };
    throw tenant.reason;
  }
  useTenant(tenant.value.alias);
  if (!tenant.value.is_active) return { tenant: tenant.value, me: { id: self, role: session.claims().tenant_role }, tenants: [] };
  for (const part of [tenants, me]) if (part.status === 'rejected') throw part.reason;
  return { tenant: tenant.value, tenants: tenants.value, me: me.value };
}

const VIEWS = {
  people: ({ path }) => (path[1] ? html`<${Person} key=${path[1]} id=${path[1]} />` : html`<${People} />`),
  invitations: () => html`<${Invitations} />`,
  policy: () => html`<${Policy} />`,
  activity: () => html`<${Activity} />`,
  settings: () => html`<${Settings} />`,
};

function View({ path, me, tenant }) {
  if (!tenant.is_active) return html`<${JustSuspended} />`;
  if (path.length === 0) return isManager(me) ? html`<${Overview} />` : html`<${Membership} />`;
  const view = isManager(me) && path.length <= (path[0] === 'people' ? 2 : 1) && VIEWS[path[0]];
  return view ? view({ path }) : html`<${Title}>${t('nothing-here')}<//>
    <${Empty} title=${t('nothing-here')} action=${html`<${Link} to="" class="pf-v5-c-button pf-m-primary">${t('nav-overview')}<//>`}>
      ${t('nothing-here-more')}<//>`;
}

export function App() {
  const { path, query } = useRoute();
  const { data, error, reload } = useLoad(loadAll, []);
  const [message, setMessage] = useState(null);
  const place = path.join('/');
  const shown = useRef(place);

  useEffect(() => {
    const view = `nav-${path[0] ?? 'overview'}`;
    document.title = `${t(has(view) ? view : 'nothing-here')} · ${data?.tenant?.tenant_name ?? config.realmName}`;
    if (shown.current !== place) document.getElementById('title')?.focus();
    shown.current = place;
    setMessage(before => (before && Date.now() - before.at < 1000 ? before : null));
  }, [place, data !== undefined]);

  if (error) return html`<${Bare} title=${t('title')}><${Failure} error=${error} retry=${reload} /><//>`;
  if (!data) return html`<main class="tc-alone"><${Title}>${t('title')}<//><${Spinner} /></main>`;
  if (data.none) return html`<${NoTenant} />`;
  if (data.shut) return html`<${ShutOut} problem=${data.shut} />`;
  const context = { ...data, reload, notify: (kind, text) => setMessage({ kind, text, at: Date.now() }) };
  return html`
    <${Console.Provider} value=${context}>
      <${Shell} path=${path} query=${query} message=${message} dismiss=${() => setMessage(null)}>
        <${View} path=${path} me=${data.me} tenant=${data.tenant} />
      <//>
    <//>`;
}
