import { html } from '../lib/standalone.module.js';
import { config } from '../config.js';
import { Form, Text, useForm } from '../form.js';
import { post } from '../http.js';
import { Bare } from '../shell.js';
import * as session from '../session.js';
import { t } from '../texts.js';

/** Creates a tenant and opens it. */
export function CreateTenant({ cancel }) {
  const form = useForm('create-tenant', { tenant_name: '' });
  const create = async ({ tenant_name: name }) => {
    const tenant = await post('', { tenant_name: name });
    await session.login({ tenant: tenant.alias, place: config.console });
  };
  return html`<${Form} form=${form} action=${create} required=${['tenant_name']} submit=${t('create')} cancel=${cancel}>
    <${Text} form=${form} name="tenant_name" label=${t('settings-name')} help=${t('create-help')} /><//>`;
}

export const NoTenant = () => html`
  <${Bare} title=${t('none')}>
    <p>${t(config.mayCreateTenants ? 'none-create' : 'none-more')}</p>
    ${config.mayCreateTenants && html`<${CreateTenant} />`}
  <//>`;
