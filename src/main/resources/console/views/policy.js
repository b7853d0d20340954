import { html, useEffect, useState } from '../lib/standalone.module.js';
import { useConsole } from '../app.js';
import { Form, useForm } from '../form.js';
import { get, put } from '../http.js';
import { useLoad } from '../load.js';
import { isOwner } from '../powers.js';
import { Link } from '../router.js';
import { number, t } from '../texts.js';
import { Alert, Card, Failure, Head, Label, Name, Spinner } from '../ui.js';
import { Due } from './people.js';
import { fromForm, PolicyFields, toForm } from './policy-form.js';
import { PolicyText } from './policy-text.js';

/** The policy: an owner changes it, after the effects were shown; an admin reads it. */
export function Policy() {
  const { tenant, me } = useConsole();
  const { data: policy, error, reload } = useLoad(signal => get('/me/mfa-policy', { signal }), [tenant.id]);
  return html`
    <${Head} title=${t('nav-policy')} />
    <${Failure} error=${error} retry=${reload} />
    ${!policy && !error && html`<${Spinner} />`}
    ${policy && html`
      <${Card} title=${t('policy-now')}><${PolicyText} policy=${policy} /><//>
      ${isOwner(me) ? html`<${Change} key=${JSON.stringify(policy)} policy=${policy} reload=${reload} />`
    : html`<${Alert} kind="info" title=${t('policy-owners-only')} />`}`}`;
}

/** Two steps: what would happen, then the change. A field that is changed in between goes back to the first. */
function Change({ policy, reload }) {
  const { notify } = useConsole();
  const form = useForm('policy', toForm(policy));
  const [effects, setEffects] = useState(null);
  const [unchanged, setUnchanged] = useState(false);
  const saving = useForm('policy-save', {});
  useEffect(() => {
    setEffects(null);
    setUnchanged(false);
  }, [form.values]);
  const shown = form.values.required_for === 'NONE' ? [] : ['grace_period_days'];
  const check = async values => {
    const wanted = fromForm(values, policy);
    setUnchanged(JSON.stringify(wanted) === JSON.stringify(fromForm(toForm(policy), policy)));
    setEffects({ wanted, ...await put('/me/mfa-policy?dry_run=true', wanted) });
  };
  const save = async () => {
    await put('/me/mfa-policy', effects.wanted);
    notify('success', t('policy-saved'));
    reload();
  };
  return html`
    <div class="pf-v5-c-card"><div class="pf-v5-c-card__body">
      <${Form} form=${saving.isBack ? { ...form, isBack: true } : form} action=${check} submit=${t('policy-check')} required=${[...shown, 'max_age_hours', 'trusted_device_days']}>
        <${PolicyFields} form=${form} /><//>
    </div></div>
    ${effects && unchanged && html`<${Alert} kind="info" title=${t('policy-unchanged')} focus />`}
    ${effects && !unchanged && html`<${Card} title=${t('policy-effects')}>
      <${PolicyText} policy=${effects.wanted} />
      <${Effects} effects=${effects} />
      <${Form} form=${saving} action=${save} submit=${t('policy-save')} cancel=${() => setEffects(null)} />
    <//>`}`;
}

function Effects({ effects }) {
  const kind = effects.due_now > 0 ? 'warning' : 'info';
  return html`
    <${Alert} kind=${kind} focus title=${t('policy-affected', number(effects.affected))}>
      <ul class="tc-todo" role="list">
        <li>${t('policy-without', number(effects.without_factor))}</li>
        <li>${t('policy-due', number(effects.due_now))}</li>
      </ul>
    <//>
    ${effects.members?.length > 0 && html`
      <h3 class="pf-v5-c-title pf-m-md">${t('policy-members', number(effects.members.length))}</h3>
      <ul class="tc-todo" role="list">${effects.members.map(member => html`<li key=${member.id}>
        <${Link} to=${`people/${member.id}`}><${Name}>${member.username}<//><//> <${Label} of=${member.state}>${t(`state-${member.state}`)}<//>
        <${Due} state=${member.state} at=${member.due_at} /></li>`)}
      </ul>`}`;
}
