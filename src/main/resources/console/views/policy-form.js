import { html } from '../lib/standalone.module.js';
import { instant, localTime, Radios, Text, Tick, Ticks, wrongField } from '../form.js';
import { t } from '../texts.js';

export const METHODS = ['totp', 'backup-code', 'sms', 'email', 'security-key', 'passkey'];
const REQUIRED_FOR = ['NONE', 'OWNERS_AND_ADMINS', 'ALL'];

/** A policy as the form shows it. */
export const toForm = policy => ({
  required_for: policy.required_for,
  starts_at: localTime(policy.starts_at),
  grace_period_days: String(policy.grace_period_days),
  methods: policy.allowed_methods ? 'some' : 'all',
  allowed_methods: policy.allowed_methods ?? [],
  max_age_hours: String(policy.max_age_hours),
  trusted_device_days: String(policy.trusted_device_days),
  accept_upstream: policy.accept_upstream,
});

const whole = (values, name) => {
  if (!/^\d{1,5}$/.test(values[name].trim())) throw wrongField(name, t(`invalid-${name}`));
  return Number(values[name]);
};

/**
 * The form as the REST API takes it. A start that was not touched is sent back as it was, to the millisecond; days of grace that are not
 * shown stay as they are.
 */
export function fromForm(values, before) {
  if (values.methods === 'some' && values.allowed_methods.length === 0) throw new Error(t('policy-no-method'));
  const sameStart = values.starts_at === localTime(before.starts_at);
  const start = sameStart ? before.starts_at : values.starts_at ? instant(values.starts_at) : null;
  return {
    required_for: values.required_for,
    grace_period_days: values.required_for === 'NONE' ? before.grace_period_days : whole(values, 'grace_period_days'),
    starts_at: values.required_for === 'NONE' ? null : start,
    allowed_methods: values.methods === 'all' ? null : values.allowed_methods,
    max_age_hours: whole(values, 'max_age_hours'),
    trusted_device_days: whole(values, 'trusted_device_days'),
    accept_upstream: values.accept_upstream,
  };
}

export function PolicyFields({ form }) {
  const on = form.values.required_for !== 'NONE';
  return html`
    <${Radios} form=${form} name="required_for" label=${t('policy-required')}
      options=${REQUIRED_FOR.map(whom => [whom, t(`required-${whom}`), t(`required-${whom}-more`)])} />
    ${on && html`
      <${Text} form=${form} name="starts_at" type="datetime-local" label=${t('policy-start')} help=${t('policy-start-help')} optional
        min=${localTime(Date.now())} />
      <${Text} form=${form} name="grace_period_days" type="number" min="0" max="365" label=${t('policy-grace')} help=${t('policy-grace-help')} />`}
    <${Radios} form=${form} name="methods" label=${t('policy-methods')}
      options=${[['all', t('policy-methods-all'), t('policy-methods-all-more')], ['some', t('policy-methods-some'), t('policy-methods-some-more')]]} />
    ${form.values.methods === 'some' && html`<${Ticks} form=${form} name="allowed_methods" label=${t('policy-methods-which')}
      options=${METHODS.map(method => [method, t(`method-${method}`)])} />`}
    <${Text} form=${form} name="max_age_hours" type="number" min="0" max="8760" label=${t('policy-age')} help=${t('policy-age-help')} />
    <${Text} form=${form} name="trusted_device_days" type="number" min="0" max="90" label=${t('policy-devices')} help=${t('policy-devices-help')} />
    <${Tick} form=${form} name="accept_upstream" label=${t('policy-upstream')} help=${t('policy-upstream-help')} />`;
}
