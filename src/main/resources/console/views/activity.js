import { html, useEffect, useState } from '../lib/standalone.module.js';
import { useConsole } from '../app.js';
import { config } from '../config.js';
import { csv, save } from '../csv.js';
import { sentence, subject } from '../events.js';
import { get } from '../http.js';
import { number, t, time } from '../texts.js';
import { Button, Empty, Failure, Head, Name, Spinner, Table } from '../ui.js';

const MAX = Math.min(50, config.longestList);
const MOST_EXPORTED = 10000;

/** Loads entries of the audit, newest first, page by page. */
export function useTrail(query) {
  const [state, set] = useState({ entries: [], loading: true });
  const load = async (before, entries) => {
    set({ entries, loading: true });
    try {
      const found = await get(`/me/audit?${trail(query, before)}`);
      set({ entries: [...entries, ...found], loading: false, end: found.length < MAX });
    } catch (error) {
      set({ entries, loading: false, error });
    }
  };
  useEffect(() => { load(undefined, []); }, [query]);
  return { ...state, more: () => load(state.entries.at(-1)?.created_at, state.entries) };
}

function trail(query, before) {
  const wanted = new URLSearchParams(query);
  wanted.set('max', MAX);
  if (before) wanted.set('before', before);
  return wanted;
}

/** Names of members by id, each asked for once. */
function useNames(ids) {
  const { me } = useConsole();
  const [names, set] = useState({});
  useEffect(() => {
    for (const id of ids.filter(one => one && !(one in names))) {
      set(before => ({ ...before, [id]: null }));
      get(`/me/users/${encodeURIComponent(id)}`).then(
        member => set(before => ({ ...before, [id]: member.username })),
        () => set(before => ({ ...before, [id]: '' })));
    }
  }, [ids.join()]);
  return id => (id === me.id ? me.username : names[id] || t('event-someone'));
}

export function Activity() {
  const { entries, loading, error, end, more } = useTrail('');
  const nameOf = useNames([...new Set(entries.flatMap(entry => [entry.actor_id, subject(entry), entry.details.former_owner]))].filter(Boolean));
  const row = entry => ({
    key: entry.id,
    cells: [time(entry.created_at), html`<${Name}>${sentence(entry, nameOf)}<//>`, html`<${Name}>${nameOf(entry.actor_id)}<//>`,
      entry.ip_address ?? ''],
  });
  return html`
    <${Head} title=${t('nav-activity')}><${ExportTrail} nameOf=${nameOf} /><//>
    <${Failure} error=${error} retry=${more} />
    ${entries.length > 0 && html`<div class="pf-v5-c-card"><${Table} caption=${t('nav-activity')} busy=${loading} rows=${entries.map(row)}
      columns=${[t('activity-time'), t('activity-what'), t('activity-who'), t('activity-address')]} /></div>`}
    ${entries.length === 0 && end && html`<${Empty} title=${t('activity-none')}>${t('activity-none-more')}<//>`}
    <${More} loading=${loading} end=${end || error} more=${more} />`;
}

export const More = ({ loading, end, more }) => (loading ? html`<${Spinner} />`
  : !end && html`<div class="tc-actions"><${Button} onClick=${more}>${t('activity-more')}<//></div>`);

/** The newest entries as a file: asked for page by page, with the number so far. */
function ExportTrail({ nameOf }) {
  const { tenant, notify } = useConsole();
  const [count, setCount] = useState(null);
  const run = async () => {
    if (count !== null) return;
    const rows = [];
    let end = false;
    try {
      for (let before; !end && rows.length < MOST_EXPORTED;) {
        setCount(rows.length);
        const found = await get(`/me/audit?${trail('', before)}`);
        rows.push(...found);
        end = found.length < MAX;
        before = found.at(-1)?.created_at;
      }
      save('activity.csv', csv([['time', 'action', 'actor_id', 'ip_address', 'operation', 'resource', 'details'],
        ...rows.map(entry => [entry.created_at, sentence(entry, nameOf), entry.actor_id, entry.ip_address, entry.operation,
          entry.resource_path, JSON.stringify(entry.details)])]));
      if (end) notify('success', t('activity-exported', number(rows.length), tenant.tenant_name));
      else notify('warning', t('activity-exported-newest', number(rows.length)));
    } catch (e) {
      notify('danger', e.message);
    }
    setCount(null);
  };
  return html`<${Button} busy=${count !== null} onClick=${run}>${count ? t('activity-exporting', number(count)) : t('export')}<//>`;
}
