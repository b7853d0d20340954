import { html } from '../lib/standalone.module.js';
import { useConsole } from '../app.js';
import { login } from '../events.js';
import { get } from '../http.js';
import { useLoad } from '../load.js';
import { actionsOn } from '../powers.js';
import { closeDialog, Link, openDialog, useRoute } from '../router.js';
import { t, time } from '../texts.js';
import { Alert, Button, Card, Facts, Failure, Head, Label, Name, Spinner, Table } from '../ui.js';
import { More, useTrail } from './activity.js';
import { MfaState } from './people.js';
import { DIALOGS } from './person-actions.js';

/** In the order in which they are shown; what takes something away comes last. */
const ACTIONS = ['role', 'pass', 'reset', 'exempt', 'transfer', 'activate', 'suspend', 'leave', 'remove'];
const DANGER = ['reset', 'suspend', 'leave', 'remove'];

/** One member: what is known of them, what may be done, and what they did. */
export function Person({ id }) {
  const { me, notify, reload: reloadAll } = useConsole();
  const { query } = useRoute();
  const { data: member, error, reload } = useLoad(signal => get(`/me/users/${encodeURIComponent(id)}`, { signal }), [id]);
  if (!member) return html`<${Head} title=${t('nav-people')} /><${Failure} error=${error} retry=${reload} />${!error && html`<${Spinner} />`}`;
  const may = actionsOn(me, member);
  const done = text => {
    closeDialog();
    notify('success', text);
    reload();
    if (member.id === me.id) reloadAll();
  };
  const open = query.get('do');
  const Action = may[open] && DIALOGS[open];
  return html`
    <p class="tc-crumb"><${Link} to="people">${t('nav-people')}<//></p>
    <${Head} title=${html`<${Name}>${member.username}<//>`} />
    <${Failure} error=${error} retry=${reload} />
    <div class="tc-cards">
      <${Card} title=${t('membership')}>
        <${Facts} of=${[
    [t('email'), html`<${Name}>${member.email ?? ''}<//>`],
    [t('people-role'), html`<${Label} of=${member.role}>${t(`role-${member.role}`)}<//>`],
    [t('people-access'), t(member.is_active ? 'active' : 'suspended')],
    member.mfa && [t('people-mfa'), html`<${MfaState} mfa=${member.mfa} />`],
    member.mfa?.methods && [t('person-methods'), member.mfa.methods.map(method => t(`method-${method}`)).join(', ') || t('person-no-methods')],
    member.mfa_exempt_until && [t('person-exempt-until'), time(member.mfa_exempt_until)],
    member.trusted_devices > 0 && [t('person-devices'), member.trusted_devices],
    member.created_at && [t('person-created'), time(member.created_at)],
  ]} />
      <//>
      <${Card} title=${t('actions')}>
        ${may.shared && html`<${Alert} kind="info" title=${t('person-shared')} />`}
        <ul class="tc-do" role="list">${ACTIONS.filter(action => may[action]).map(action => html`
          <li key=${action}>
            <${Button} kind=${DANGER.includes(action) ? 'secondary pf-m-danger' : 'secondary'}
              onClick=${() => openDialog(action)}>${t(`person-${action}`)}<//>
            <span>${t(`person-${action}-more`)}</span></li>`)}
        </ul>
      <//>
      <${Card} title=${t('nav-activity')} shape="tc-wide"><${Logins} id=${member.id} /><//>
    </div>
    ${Action && html`<${Action} member=${member} close=${closeDialog} done=${done} />`}`;
}

function Logins({ id }) {
  const { entries, loading, error, end, more } = useTrail(`user_id=${encodeURIComponent(id)}`);
  return html`
    <${Failure} error=${error} retry=${more} />
    ${entries.length > 0 && html`<${Table} caption=${t('nav-activity')} busy=${loading}
      columns=${[t('activity-time'), t('activity-what'), t('activity-client'), t('activity-address')]}
      rows=${entries.map(entry => ({ key: entry.id, cells: [time(entry.created_at), login(entry), entry.client_id ?? '', entry.ip_address ?? ''] }))} />`}
    ${entries.length === 0 && end && html`<p>${t('person-no-activity')}</p>`}
    <${More} loading=${loading} end=${end || error} more=${more} />`;
}
