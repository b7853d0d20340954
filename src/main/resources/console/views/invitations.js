import { html, useState } from '../lib/standalone.module.js';
import { useConsole } from '../app.js';
import { config } from '../config.js';
import { Choice, Form, Text, useForm, wrongField } from '../form.js';
import { get, post, remove } from '../http.js';
import { useLoad } from '../load.js';
import { grantable, manages } from '../powers.js';
import { closeDialog, goQuery, openDialog, useRoute } from '../router.js';
import { number, t, time } from '../texts.js';
import { Alert, Button, Dialog, Empty, Failure, Head, Label, Name, Paging, Spinner, Table } from '../ui.js';

const MAX = Math.min(20, config.longestList);
const MOST_ADDRESSES = 50;

export const roleOptions = me => grantable(me).map(role => [role, t(`role-${role}`)]).reverse();

async function loadPage(first, signal) {
  const [invitations, { count }] = await Promise.all([
    get(`/me/invitations?first=${first}&max=${MAX}`, { signal }), get('/me/invitations/count', { signal })]);
  return { invitations, count };
}

export function Invitations() {
  const { me, notify } = useConsole();
  const { query } = useRoute();
  const first = Math.max(0, Math.trunc(Number(query.get('first'))) || 0);
  const { data, error, loading, reload } = useLoad(signal => loadPage(first, signal), [first]);
  const [busy, setBusy] = useState('');
  const done = (kind, text) => {
    closeDialog();
    notify(kind, text);
    reload();
  };
  const run = async (id, action) => {
    if (busy) return;
    setBusy(id);
    try {
      await action();
    } catch (e) {
      notify('danger', e.message);
    }
    setBusy('');
    reload();
  };
  const resend = invitation => run(invitation.id, async () => {
    const { mail_sent: sent } = await post(`/me/invitations/${invitation.id}/resend`);
    notify(sent ? 'success' : 'warning', t(sent ? 'invitation-resent' : 'invitation-not-sent', invitation.email));
  });
  const revoke = invitation => run(invitation.id, async () => {
    await remove(`/me/invitations/${invitation.id}`);
    notify('success', t('invitation-revoked', invitation.email));
  });
  const row = invitation => ({
    key: invitation.id,
    cells: [
      html`<${Name}>${invitation.email}<//>`,
      html`<${Label} of=${invitation.role}>${t(`role-${invitation.role}`)}<//>`,
      html`<${Label} of=${invitation.status}>${t(`invitation-${invitation.status}`)}<//>`,
      time(invitation.expires_at),
      manages(me, invitation.role) && html`<span class="tc-actions">
        <${Button} kind="secondary pf-m-small" busy=${busy === invitation.id} aria-label=${t('invitation-resend-to', invitation.email)}
          onClick=${() => resend(invitation)}>${t('invitation-resend')}<//>
        <${Button} kind="link pf-m-danger pf-m-small" aria-label=${t('invitation-revoke-of', invitation.email)}
          onClick=${() => revoke(invitation)}>${t('invitation-revoke')}<//></span>`,
    ],
  });
  const button = html`<${Button} kind="primary" onClick=${() => openDialog('invite')}>${t('invite')}<//>`;
  return html`
    <${Head} title=${t('nav-invitations')}>${button}<//>
    <${Failure} error=${error} retry=${reload} />
    ${!data && loading && html`<${Spinner} />`}
    ${data && (data.invitations.length > 0
    ? html`<div class="pf-v5-c-card"><${Table} caption=${t('nav-invitations')} busy=${loading} rows=${data.invitations.map(row)}
          columns=${[t('email'), t('people-role'), t('invitation-status'), t('invitation-expires'), t('actions')]} /></div>
        <${Paging} first=${first} max=${MAX} shown=${data.invitations.length} count=${data.count}
          go=${to => goQuery({ first: to === 0 ? null : to })} />`
    : html`<${Empty} title=${t('invitations-none')} action=${button}>${t('invitations-none-more')}<//>`)}
    ${query.get('do') === 'invite' && html`<${Invite} me=${me} close=${closeDialog} done=${done} changed=${reload} />`}`;
}

/** Invites one or several addresses; those that failed stay in the form, with the reason. */
export function Invite({ me, close, done, changed }) {
  const form = useForm('invite', { emails: '', role: 'MEMBER' });
  const [progress, setProgress] = useState('');
  const [result, setResult] = useState({ sent: 0, unsent: 0, failed: [] });
  const send = async ({ emails, role }) => {
    const addresses = [...new Set(emails.split(/[\s,;]+/).filter(Boolean))];
    if (addresses.length > MOST_ADDRESSES) throw wrongField('emails', t('invite-too-many', number(MOST_ADDRESSES)));
    const problems = [];
    let unsent = 0;
    for (const [i, email] of addresses.entries()) {
      if (addresses.length > 1) setProgress(t('invite-progress', number(i + 1), number(addresses.length)));
      try {
        const { mail_sent: sent } = await post('/me/invitations', { email, role });
        if (!sent) unsent += 1;
      } catch (e) {
        problems.push([email, e.message]);
        if (e.status === 0 || e.status === 429) {
          problems.push(...addresses.slice(i + 1).map(other => [other, t('invite-not-tried')]));
          break;
        }
      }
    }
    setProgress('');
    const sent = addresses.length - problems.length - unsent;
    setResult({ sent, unsent, failed: problems });
    if (problems.length > 0) {
      form.set('emails', problems.map(([email]) => email).join('\n'));
      changed?.();
      return;
    }
    if (unsent > 0) done('warning', t('invite-unsent', number(unsent)));
    else done('success', t('invite-done', number(sent)));
  };
  return html`
    <${Dialog} title=${t('invite')} onClose=${close}>
      <${Form} form=${form} action=${send} required=${['emails']} submit=${t('invite-send')} cancel=${close}>
        ${result.failed.length > 0 && html`<${Partly} ...${result} />`}
        <${Text} form=${form} name="emails" rows="4" label=${t('invite-emails')} help=${t('invite-emails-help')} />
        <${Choice} form=${form} name="role" label=${t('people-role')} help=${t('role-help')} options=${roleOptions(me)} />
        <p role="status" class="tc-progress">${progress}</p>
      <//>
    <//>`;
}

/** What was sent, above what was not. */
const Partly = ({ sent, unsent, failed }) => html`
  ${sent > 0 && html`<${Alert} kind="success" title=${t('invite-done', number(sent))} />`}
  ${unsent > 0 && html`<${Alert} kind="warning" title=${t('invite-unsent', number(unsent))} />`}
  <${Alert} kind="danger" title=${t('invite-failed')}>
    <ul role="list">${failed.map(([email, why]) => html`<li key=${email}><${Name}>${email}<//>: ${why}</li>`)}</ul><//>`;

/** Creates an account, in realms that let tenants do so. */
export function CreateAccount({ me, close, done }) {
  const form = useForm('create-account', { username: '', email: '', first_name: '', last_name: '', role: 'MEMBER' });
  const create = async values => {
    const body = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
    const { mail_sent: sent } = await post('/me/users', body);
    done(sent ? 'success' : 'warning', t(sent ? 'account-created' : 'account-created-unsent', values.username));
  };
  return html`
    <${Dialog} title=${t('account-create')} onClose=${close}>
      <${Form} form=${form} action=${create} required=${['username', 'email']} submit=${t('account-create')} cancel=${close}>
        <${Text} form=${form} name="username" label=${t('account-username')} help=${t('account-username-help')} />
        <${Text} form=${form} name="email" type="email" label=${t('email')} />
        <${Text} form=${form} name="first_name" label=${t('account-first-name')} optional />
        <${Text} form=${form} name="last_name" label=${t('account-last-name')} optional />
        <${Choice} form=${form} name="role" label=${t('people-role')} help=${t('role-help')} options=${roleOptions(me)} />
      <//>
    <//>`;
}
