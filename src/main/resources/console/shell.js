import { html, useEffect } from './lib/standalone.module.js';
import { useConsole } from './app.js';
import { config } from './config.js';
import { isManager } from './powers.js';
import { closeDialog, goQuery, Link, openDialog } from './router.js';
import * as session from './session.js';
import { t } from './texts.js';
import { Alert, Button, Dialog, Label, Name, Title } from './ui.js';
import { CreateTenant } from './views/create.js';

const VIEWS = ['people', 'invitations', 'policy', 'activity', 'settings'];

const Top = ({ children }) => html`
  <header class="tc-top">
    <span class="tc-brand"><${Name}>${config.realmName}<//></span>
    ${children}
    <span class="tc-user">
      <a class="pf-v5-c-button pf-m-link" href=${session.accountUrl()}>${t('account')}</a>
      <${Button} kind="link" onClick=${session.logOut}>${t('log-out')}<//>
    </span>
  </header>`;

/** What is around each view: the tenant, the way to the views, and the place for messages. */
export function Shell({ path, query, message, dismiss, children }) {
  const { tenant, tenants, me } = useConsole();
  const at = path[0] ?? '';
  const views = tenant.is_active && isManager(me) ? VIEWS : [];
  const canSwitch = tenants.length > 1 || config.mayCreateTenants;
  useEffect(showCurrent, [at]);
  const item = (to, text) => html`
    <li class="pf-v5-c-nav__item" key=${to}><${Link} to=${to} class=${`pf-v5-c-nav__link ${at === to ? 'pf-m-current' : ''}`}
      aria-current=${at === to ? 'page' : null}>${text}<//></li>`;
  return html`
    <a class="tc-skip pf-v5-c-button pf-m-primary" href="#main" onClick=${skip}>${t('skip')}</a>
    <${Top}>
      ${canSwitch
    ? html`<${Button} kind="control" aria-haspopup="dialog" onClick=${() => openDialog('switch')}>
          <span class="tc-hidden">${t('switch')}: </span><${Name}>${tenant.tenant_name}<//> <span aria-hidden="true">▾</span><//>`
    : html`<span class="tc-tenant"><${Name}>${tenant.tenant_name}<//></span>`}
    <//>
    <div class="tc-body">
      <nav class="pf-v5-c-nav tc-nav" aria-label=${t('nav')}><ul class="pf-v5-c-nav__list" role="list">
        ${item('', t('nav-overview'))}
        ${views.map(view => item(view, t(`nav-${view}`)))}
      </ul></nav>
      <main class="tc-main" id="main" tabindex="-1">
        <div role="status" class="tc-status">${message && html`
          <${Alert} kind=${message.kind} title=${message.text}
            action=${html`<${Button} kind="link pf-m-inline" onClick=${dismiss}>${t('dismiss')}<//>`} />`}</div>
        ${children}
      </main>
    </div>
    ${query.get('do') === 'switch' && html`<${Switcher} />`}
    ${query.get('do') === 'create-tenant' && config.mayCreateTenants && html`
      <${Dialog} title=${t('create')} onClose=${closeDialog}>
        <${CreateTenant} cancel=${closeDialog} /><//>`}`;
}

/** On a phone the views are one line that scrolls. Chromium's `scrollIntoView` would begin the tab order at the view. */
function showCurrent() {
  const views = document.querySelector('.tc-nav');
  const current = views.querySelector('[aria-current]')?.getBoundingClientRect();
  if (!current) return;
  const { left, right } = views.getBoundingClientRect();
  views.scrollLeft += Math.min(0, current.left - left) + Math.max(0, current.right - right);
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

/** The user's other tenants. Opening one is a login, so that its policy is asked. */
function Switcher() {
  const { tenant, tenants } = useConsole();
  const open = alias => session.login({ tenant: alias, place: config.console });
  return html`
    <${Dialog} title=${t('switch')} onClose=${closeDialog}>
      <ul class="tc-tenants" role="list">${tenants.map(one => html`
        <li key=${one.id}><${Button} kind="link" disabled=${one.id === tenant.id || !one.is_active} onClick=${() => open(one.alias)}>
          <${Name}>${one.tenant_name}<//><//> <${Label} of=${one.role}>${t(`role-${one.role}`)}<//>
          ${one.id === tenant.id && html` <small>${t('switch-current')}</small>`}
          ${!one.is_active && html` <small>${t('switch-suspended')}</small>`}</li>`)}
      </ul>
      <div class="tc-actions">
        ${config.mayCreateTenants && html`<${Button} onClick=${() => goQuery({ do: 'create-tenant' }, { replace: true, dialog: true })}>${t('create')}<//>`}
        <${Button} kind="link" onClick=${closeDialog}>${t('cancel')}<//>
      </div>
    <//>`;
}

/** For users whose access ended while they were signed in. */
export const ShutOut = ({ problem }) => html`
  <${Top} />
  <main class="tc-alone"><${Title}>${t('title')}<//>
    <${Alert} kind="warning" title=${problem.message}
      action=${html`<${Button} kind="primary" onClick=${() => session.login({ place: config.console })}>${t('shut-other')}<//>`} />
  </main>`;

/** For users without a tenant, in the same frame. */
export const Bare = ({ title, children }) => html`<${Top} /><main class="tc-alone"><${Title}>${title}<//>${children}</main>`;
