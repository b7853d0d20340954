import { html } from '../lib/standalone.module.js';
import { useConsole } from '../app.js';
import { config } from '../config.js';
import { Form, Text, useForm, wrongField } from '../form.js';
import { patch, put, remove } from '../http.js';
import { isOwner } from '../powers.js';
import { closeDialog, openDialog, useRoute } from '../router.js';
import * as session from '../session.js';
import { t, time, wait } from '../texts.js';
import { Alert, Button, ButtonLink, Card, Dialog, Head, Name } from '../ui.js';

export function Settings() {
  const { me } = useConsole();
  const { query } = useRoute();
  const open = isOwner(me) ? query.get('do') : null;
  return html`
    <${Head} title=${t('nav-settings')} />
    <div class="tc-cards">
      <${Rename} />
      ${isOwner(me) && html`
        <${Card} title=${t('settings-transfer')}>
          <p>${t('settings-transfer-more')}</p><${ButtonLink} to="people">${t('settings-transfer-choose')}<//>
        <//>
        <${Card} title=${t('settings-suspend')}>
          <p>${t('settings-suspend-more')}</p>
          <${Button} kind="secondary pf-m-danger" onClick=${() => openDialog('suspend')}>${t('settings-suspend')}<//>
        <//>
        <${Card} title=${t('settings-delete')}>
          <p>${t('settings-delete-more')}</p>
          <${Button} kind="danger" onClick=${() => openDialog('delete')}>${t('settings-delete')}<//>
        <//>`}
    </div>
    ${open === 'suspend' && html`<${Ask} id="suspend" run=${suspend}
      ask=${t('settings-suspend-ask', wait(session.tokenLifetime()))} />`}
    ${open === 'delete' && html`<${Ask} id="delete" ask=${t('settings-delete-ask')} run=${() => remove('/me')} then=${() => session.login({ place: config.console })} />`}`;
}

/** With a new token, so that the owner has its whole lifetime to undo a mistake. */
async function suspend() {
  await patch('/me/status', { is_active: false }, true);
  session.keepToken(true);
}

function Rename() {
  const { tenant, notify, reload } = useConsole();
  const form = useForm('rename', { tenant_name: tenant.tenant_name });
  const save = async ({ tenant_name: name }) => {
    const renamed = await put('/me', { tenant_name: name });
    form.reset({ tenant_name: renamed.tenant_name });
    notify('success', t('settings-renamed', renamed.tenant_name));
    reload();
  };
  return html`
    <${Card} title=${t('settings-name')}>
      <${Form} form=${form} action=${save} required=${['tenant_name']} submit=${t('save')}>
        <${Text} form=${form} name="tenant_name" label=${t('settings-name')} help=${t('create-help')} /><//>
    <//>`;
}

/** A name as it can be read and typed: without invisible characters and double spaces, in any case and width. */
const readable = name => name.normalize('NFKC').replace(/\p{Cf}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase();

/** Asks for the tenant's name before it suspends or deletes it. */
function Ask({ id, ask, run, then }) {
  const { tenant, reload } = useConsole();
  const form = useForm(`tenant-${id}`, { typed: '' });
  const act = async ({ typed }) => {
    if (readable(typed) !== readable(tenant.tenant_name)) throw wrongField('typed', t('settings-other-name'));
    await run();
    if (then) await then();
    closeDialog();
    reload();
  };
  return html`
    <${Dialog} title=${t(`settings-${id}`)} onClose=${closeDialog}>
      <p>${ask}</p>
      <${Form} form=${form} action=${act} required=${['typed']} submit=${t(`settings-${id}`)} danger cancel=${closeDialog}>
        <${Text} form=${form} name="typed" label=${html`${t('settings-type')} <${Name}>${tenant.tenant_name}<//>`} /><//>
    <//>`;
}

/** The tenant was suspended in this session, which may undo it while its token lasts. */
export function JustSuspended() {
  const { tenant, reload } = useConsole();
  const form = useForm('activate', {});
  const activate = async () => {
    await patch('/me/status', { is_active: true });
    session.keepToken(false);
    reload();
  };
  return html`
    <${Head} title=${html`<${Name}>${tenant.tenant_name}<//>`} />
    <${Alert} kind="warning" title=${t('settings-suspended')}><p>${t('settings-suspended-more', time(session.tokenEnd()))}</p><//>
    <${Form} form=${form} action=${activate} submit=${t('settings-activate')} />`;
}
