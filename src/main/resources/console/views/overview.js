import { html } from '../lib/standalone.module.js';
import { useConsole } from '../app.js';
import { get } from '../http.js';
import { useLoad } from '../load.js';
import { isOwner } from '../powers.js';
import { Link } from '../router.js';
import { number, t, time } from '../texts.js';
import { ButtonLink, Card, Facts, Failure, Head, Name, Spinner } from '../ui.js';
import { Enrolment } from './enrolment.js';
import { PolicyText } from './policy-text.js';

async function loadAll(signal) {
  const [policy, report, members, invitations] = await Promise.all([
    get('/me/mfa-policy', { signal }), get('/me/mfa-report', { signal }),
    get('/me/users/count', { signal }), get('/me/invitations/count', { signal })]);
  return { policy, report, members: members.count, invitations: invitations.count };
}

let ahead;

/** Begins to load the overview with which the console opens, before it is known what else the console shows. */
export function loadAhead() {
  if (ahead !== undefined) return;
  ahead = loadAll();
  ahead.catch(() => {});
}

function loadOverview(signal) {
  const begun = ahead;
  ahead = null;
  return begun ?? loadAll(signal);
}

/** What to do next, the most urgent first. */
function tasks({ policy, report, members, invitations }, owner) {
  const found = [];
  if (members === 1 && invitations === 0) found.push(['people?do=invite', t('do-invite')]);
  if (report.states.DUE > 0) found.push(['people?mfa=due', t('do-due', number(report.states.DUE))]);
  if (report.states.GRACE > 0) found.push(['people?mfa=grace', t('do-grace', number(report.states.GRACE))]);
  if (invitations > 0) found.push(['invitations', t('do-invitations', number(invitations))]);
  if (policy.required_for === 'NONE' && owner) found.push(['policy', t('do-policy')]);
  return found;
}

/** What every member may know of the tenant. */
export function TenantCard() {
  const { tenant, me } = useConsole();
  return html`
    <${Card} title=${t('tenant')}><${Facts} of=${[
    [t('settings-name'), html`<${Name}>${tenant.tenant_name}<//>`],
    [t('tenant-alias'), tenant.alias],
    [t('email'), tenant.email ?? t('tenant-no-email')],
    tenant.created_at && [t('tenant-created'), time(tenant.created_at)],
    [t('tenant-you'), t(`role-${me.role}`)],
  ]} /><//>`;
}

export function Overview() {
  const { tenant, me } = useConsole();
  const { data, error, reload } = useLoad(loadOverview, [tenant.id]);
  const todo = data ? tasks(data, isOwner(me)) : [];
  return html`
    <${Head} title=${html`<${Name}>${tenant.tenant_name}<//>`}><${ButtonLink} to="people?do=invite" kind="primary">${t('invite')}<//><//>
    <${Failure} error=${error} retry=${reload} />
    ${!data && !error && html`<${Spinner} />`}
    <div class="tc-cards">
      ${data && html`
        <${Card} title=${t('enrolment')} shape="tc-tall"><${Enrolment} report=${data.report} /><//>
        <${Card} title=${t('do')}>
          ${todo.length === 0 ? html`<p>${t('do-nothing')}</p>` : html`<ul class="tc-todo" role="list">
            ${todo.map(([to, text]) => html`<li key=${to}><${Link} to=${to}>${text}<//></li>`)}</ul>`}
        <//>
        <${Card} title=${t('nav-policy')}>
          <${PolicyText} policy=${data.policy} />
          <p><${Link} to="policy">${t(isOwner(me) ? 'policy-change' : 'policy-show')}<//></p>
        <//>`}
      <${TenantCard} />
    </div>`;
}
