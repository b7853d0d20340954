import { html } from '../lib/standalone.module.js';
import { useConsole } from '../app.js';
import { get } from '../http.js';
import { useLoad } from '../load.js';
import { closeDialog, openDialog, useRoute } from '../router.js';
import * as session from '../session.js';
import { t, time } from '../texts.js';
import { Button, Card, Facts, Failure, Head, Label, Name } from '../ui.js';
import { TenantCard } from './overview.js';
import { Leave } from './person-actions.js';
import { PolicyText } from './policy-text.js';

/** What a MEMBER sees: the tenant, and their own membership. */
export function Membership() {
  const { tenant, me } = useConsole();
  const { query } = useRoute();
  const { data: policy, error, reload } = useLoad(signal => get('/me/mfa-policy', { signal }), [tenant.id]);
  return html`
    <${Head} title=${html`<${Name}>${tenant.tenant_name}<//>`} />
    <${Failure} error=${error} retry=${reload} />
    <div class="tc-cards">
      <${Card} title=${t('membership')}>
        <${Facts} of=${[
    [t('people-name'), html`<${Name}>${me.username}<//>`],
    me.email && [t('email'), html`<${Name}>${me.email}<//>`],
    [t('people-role'), t(`role-${me.role}`)],
    me.mfa && [t('people-mfa'), html`<${Label} of=${me.mfa.state}>${t(`state-${me.mfa.state}`)}<//>`],
    me.mfa?.due_at && [t('people-due'), time(me.mfa.due_at)],
  ]} />
        <div class="tc-actions">
          <a class="pf-v5-c-button pf-m-primary" href=${session.accountUrl()}>${t('membership-account')}</a>
          <${Button} onClick=${() => openDialog('leave')}>${t('leave')}<//>
        </div>
      <//>
      ${policy && html`<${Card} title=${t('nav-policy')}><${PolicyText} policy=${policy} /><//>`}
      <${TenantCard} />
    </div>
    ${query.get('do') === 'leave' && html`<${Leave} member=${me} close=${closeDialog} />`}`;
}

