import { html, useState } from '../lib/standalone.module.js';
import { useConsole } from '../app.js';
import { config } from '../config.js';
import { Choice, Form, instant, localTime, Text, useForm } from '../form.js';
import { patch, post, remove } from '../http.js';
import { go } from '../router.js';
import * as session from '../session.js';
import { t, time } from '../texts.js';
import { Button, Dialog, Name } from '../ui.js';
import { roleOptions } from './invitations.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_EXEMPTION_DAYS = 30;
const LIFETIMES_MINUTES = ['10', '60', '240', '1440'];

const path = member => `/me/users/${encodeURIComponent(member.id)}`;

/** A dialog that asks once more before it acts. */
function Confirm({ action, member, close, run, danger }) {
  const form = useForm(`${action}-${member.id}`, {});
  return html`
    <${Dialog} title=${t(`person-${action}`)} onClose=${close}>
      <p><${Name}>${t(`person-${action}-ask`, member.username)}<//></p>
      <${Form} form=${form} action=${run} submit=${t(`person-${action}`)} danger=${danger} cancel=${close} />
    <//>`;
}

function Role({ member, close, done }) {
  const { me } = useConsole();
  const form = useForm(`role-${member.id}`, { role: member.role });
  const save = async ({ role }) => {
    await patch(path(member), { role });
    done(t('person-role-done', member.username, t(`role-${role}`)));
  };
  return html`
    <${Dialog} title=${t('person-role')} onClose=${close}>
      <${Form} form=${form} action=${save} submit=${t('save')} cancel=${close}>
        <${Choice} form=${form} name="role" label=${t('people-role')} help=${t('role-help')} options=${roleOptions(me)} /><//>
    <//>`;
}

const setActive = (member, done, active) => async () => {
  await patch(path(member), { is_active: active });
  done(t(active ? 'person-activate-done' : 'person-suspend-done', member.username));
};

const Suspend = ({ member, close, done }) => html`
  <${Confirm} action="suspend" member=${member} close=${close} run=${setActive(member, done, false)} danger />`;

const Activate = ({ member, close, done }) => html`
  <${Confirm} action="activate" member=${member} close=${close} run=${setActive(member, done, true)} />`;

function Reset({ member, close, done }) {
  const run = async () => {
    await post(`${path(member)}/mfa/reset`);
    done(t('person-reset-done', member.username));
  };
  return html`<${Confirm} action="reset" member=${member} close=${close} run=${run} danger />`;
}

function Transfer({ member, close, done }) {
  const { reload } = useConsole();
  const run = async () => {
    await post('/me/owner', { user_id: member.id });
    done(t('person-transfer-done', member.username));
    reload();
  };
  return html`<${Confirm} action="transfer" member=${member} close=${close} run=${run} danger />`;
}

function Remove({ member, close }) {
  const { notify } = useConsole();
  const run = async () => {
    await remove(path(member));
    go('people', { replace: true });
    notify('success', t('person-remove-done', member.username));
  };
  return html`<${Confirm} action="remove" member=${member} close=${close} run=${run} danger />`;
}

export function Leave({ member, close }) {
  const run = async () => {
    await remove(path(member));
    await session.login({ place: config.console });
  };
  return html`<${Confirm} action="leave" member=${member} close=${close} run=${run} danger />`;
}

/** The code is shown once and kept nowhere: closing the dialog forgets it. */
function Pass({ member, close, done }) {
  const form = useForm(`pass-${member.id}`, { minutes: '60' });
  const [pass, setPass] = useState(null);
  const [copied, setCopied] = useState(false);
  const make = async ({ minutes }) => setPass(await post(`${path(member)}/mfa/access-pass`, { lifetime_minutes: Number(minutes) }));
  const revoke = async () => {
    await remove(`${path(member)}/mfa/access-pass`);
    done(t('pass-revoked', member.username));
  };
  if (pass) return html`<${NewPass} pass=${pass} member=${member} close=${close} copied=${copied} setCopied=${setCopied} />`;
  return html`
    <${Dialog} title=${t('person-pass')} onClose=${close}>
      <p><${Name}>${t('person-pass-ask', member.username)}<//></p>
      <${Form} form=${form} action=${make} submit=${t('person-pass')} cancel=${close}>
        <${Choice} form=${form} name="minutes" label=${t('pass-lifetime')} options=${LIFETIMES_MINUTES.map(minutes => [minutes, t(`pass-minutes-${minutes}`)])} />
        <p><${Button} kind="link pf-m-inline" onClick=${() => form.submit(revoke)}>${t('pass-revoke')}<//></p>
      <//>
    <//>`;
}

function NewPass({ pass, member, close, copied, setCopied }) {
  const copy = () => navigator.clipboard?.writeText(pass.code).then(() => setCopied(true), () => {});
  return html`
    <${Dialog} title=${t('pass-made')} onClose=${close}>
      <p><${Name}>${t('pass-read', member.username)}<//></p>
      <p class="tc-pass" dir="ltr"><span aria-hidden="true">${pass.code}</span><span class="tc-hidden">${[...pass.code].join(' ')}</span></p>
      <p>${t('pass-until', time(pass.expires_at))} <strong>${t('pass-once')}</strong></p>
      <div class="tc-actions">
        ${navigator.clipboard && html`<${Button} onClick=${copy}>${t(copied ? 'copied' : 'copy')}<//>`}
        <${Button} kind="primary" onClick=${close}>${t('pass-close')}<//>
      </div>
    <//>`;
}

function Exempt({ member, close, done }) {
  const form = useForm(`exempt-${member.id}`, { mfa_exempt_until: localTime(Date.now() + DAY_MS) });
  const save = async ({ mfa_exempt_until: until }) => {
    await patch(path(member), { mfa_exempt_until: instant(until) });
    done(t('person-exempt-done', member.username));
  };
  const end = async () => {
    await patch(path(member), { mfa_exempt_until: null });
    done(t('exempt-ended', member.username));
  };
  return html`
    <${Dialog} title=${t('person-exempt')} onClose=${close}>
      <p><${Name}>${t('person-exempt-ask', member.username)}<//></p>
      <${Form} form=${form} action=${save} required=${['mfa_exempt_until']} submit=${t('person-exempt')} cancel=${close}>
        <${Text} form=${form} name="mfa_exempt_until" type="datetime-local" label=${t('exempt-until')} help=${t('exempt-help', LONGEST_EXEMPTION_DAYS)}
          min=${localTime(Date.now())} max=${localTime(Date.now() + LONGEST_EXEMPTION_DAYS * DAY_MS)} />
        ${member.mfa_exempt_until && html`<p><${Button} kind="link pf-m-inline" onClick=${() => form.submit(end)}>${t('exempt-end')}<//></p>`}
      <//>
    <//>`;
}

export const DIALOGS = {
  role: Role, suspend: Suspend, activate: Activate, reset: Reset, transfer: Transfer, remove: Remove, leave: Leave, pass: Pass, exempt: Exempt,
};
