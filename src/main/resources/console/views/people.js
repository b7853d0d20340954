import { html, useEffect, useState } from '../lib/standalone.module.js';
import { useConsole } from '../app.js';
import { config } from '../config.js';
import { save } from '../csv.js';
import { download, get } from '../http.js';
import { useLoad } from '../load.js';
import { ROLES } from '../powers.js';
import { closeDialog, goQuery, Link, openDialog, useRoute } from '../router.js';
import { day, t } from '../texts.js';
import { Button, Empty, Failure, Head, Label, Name, Paging, Spinner, Table } from '../ui.js';
import { CreateAccount, Invite } from './invitations.js';

const MAX = Math.min(20, config.longestList);
const FILTERS = ['missing', 'grace', 'due', 'ok'];
const SEARCH_DELAY_MS = 300;

function asked(query) {
  const wanted = new URLSearchParams();
  if (query.get('q')) wanted.set('search', query.get('q'));
  if (ROLES.includes(query.get('role'))) wanted.set('role', query.get('role'));
  if (FILTERS.includes(query.get('mfa'))) wanted.set('mfa', query.get('mfa'));
  return wanted;
}

const firstOf = query => Math.max(0, Math.trunc(Number(query.get('first'))) || 0);

async function loadPage(wanted, first, signal) {
  const [members, { count }] = await Promise.all([
    get(`/me/users?${new URLSearchParams([...wanted, ['first', first], ['max', MAX]])}`, { signal }),
    get(`/me/users/count?${wanted}`, { signal })]);
  return { members, count };
}

export const MfaState = ({ mfa }) => mfa && html`
  <${Label} of=${mfa.state}>${t(`state-${mfa.state}`)}<//>
  <${Due} state=${mfa.state} at=${mfa.due_at} />`;

/** Until when a grace period lasts, or since when a second factor is missing. */
export const Due = ({ state, at }) => at && ['GRACE', 'DUE'].includes(state)
  && html` <small>${t(state === 'GRACE' ? 'people-until' : 'people-since', day(at))}</small>`;

export function People() {
  const { me, notify } = useConsole();
  const { query } = useRoute();
  const wanted = asked(query);
  const first = firstOf(query);
  const { data, error, loading, reload } = useLoad(signal => loadPage(wanted, first, signal), [String(wanted), first]);
  const done = (kind, text) => {
    closeDialog();
    notify(kind, text);
    reload();
  };
  const row = member => ({
    key: member.id,
    cells: [
      html`<${Link} to=${`people/${member.id}`}><${Name}>${member.username}<//><//>`,
      html`<${Name}>${member.email ?? ''}<//>`,
      html`<${Label} of=${member.role}>${t(`role-${member.role}`)}<//>`,
      html`<${MfaState} mfa=${member.mfa} />`,
      t(member.is_active ? 'active' : 'suspended'),
    ],
  });
  return html`
    <${Head} title=${t('nav-people')}>
      <${Button} kind="primary" onClick=${() => openDialog('invite')}>${t('invite')}<//>
      ${config.mayCreateAccounts && html`<${Button} onClick=${() => openDialog('create')}>${t('account-create')}<//>`}
      <${Export} wanted=${wanted} />
    <//>
    <${Filters} query=${query} />
    <${Failure} error=${error} retry=${reload} />
    ${!data && loading && html`<${Spinner} />`}
    ${data && (data.members.length > 0
    ? html`<div class="pf-v5-c-card"><${Table} caption=${t('nav-people')} busy=${loading} rows=${data.members.map(row)}
          columns=${[t('people-name'), t('email'), t('people-role'), t('people-mfa'), t('people-access')]} /></div>
        <${Paging} first=${first} max=${MAX} shown=${data.members.length} count=${data.count}
          go=${to => goQuery({ first: to === 0 ? null : to })} />`
    : html`<${Empty} title=${t('people-none')} action=${html`<${Button} onClick=${() => goQuery({ q: null, role: null, mfa: null, first: null })}>${t('people-all')}<//>`}>
        ${t('people-none-more')}<//>`)}
    ${query.get('do') === 'invite' && html`<${Invite} me=${me} close=${closeDialog} done=${done} />`}
    ${query.get('do') === 'create' && config.mayCreateAccounts && html`<${CreateAccount} me=${me} close=${closeDialog} done=${done} />`}`;
}

function Filters({ query }) {
  const [text, setText] = useState(query.get('q') ?? '');
  useEffect(() => setText(query.get('q') ?? ''), [query.get('q')]);
  useEffect(() => {
    if (text === (query.get('q') ?? '')) return undefined;
    const timer = setTimeout(() => goQuery({ q: text, first: null }, { replace: true }), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const select = (name, label, options) => html`
    <label class="tc-filter"><span>${label}</span>
      <span class="pf-v5-c-form-control tc-select"><select name=${name} onChange=${event => goQuery({ [name]: event.target.value, first: null })}>
        <option value="" selected=${!query.get(name)}>${t('people-any')}</option>
        ${options.map(([value, shown]) => html`<option value=${value} selected=${query.get(name) === value}>${shown}</option>`)}
      </select></span></label>`;
  return html`
    <form role="search" class="tc-filters" onSubmit=${event => {
    event.preventDefault();
    goQuery({ q: text, first: null });
  }}>
      <label class="tc-filter tc-search"><span>${t('people-search')}</span>
        <span class="pf-v5-c-form-control"><input type="search" name="q" value=${text} maxlength="255" dir="auto"
          onInput=${event => setText(event.target.value)} /></span></label>
      ${select('role', t('people-role'), ROLES.map(role => [role, t(`role-${role}`)]))}
      ${select('mfa', t('people-mfa'), FILTERS.map(filter => [filter, t(`filter-${filter}`)]))}
    </form>`;
}

/** The members on all pages as a file, which the server makes. */
function Export({ wanted }) {
  const { notify } = useConsole();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    if (busy) return;
    setBusy(true);
    try {
      save('members.csv', await download(`/me/users?${wanted}`, 'text/csv'));
    } catch (e) {
      notify('danger', e.message);
    }
    setBusy(false);
  };
  return html`<${Button} busy=${busy} onClick=${run}>${t('export')}<//>`;
}
