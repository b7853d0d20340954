import { html } from '../lib/standalone.module.js';
import { list, number, t, time } from '../texts.js';

/** A policy in sentences. */
export function sentences(policy) {
  if (policy.required_for === 'NONE') return [t('policy-says-none')];
  const said = [];
  const starts = policy.starts_at && new Date(policy.starts_at) > new Date();
  said.push(starts ? t(`policy-says-${policy.required_for}-from`, time(policy.starts_at)) : t(`policy-says-${policy.required_for}`));
  if (policy.grace_period_days > 0) said.push(t('policy-says-grace', number(policy.grace_period_days)));
  if (policy.allowed_methods) said.push(t('policy-says-methods', list(policy.allowed_methods.map(method => t(`method-${method}`)))));
  if (policy.max_age_hours > 0) said.push(t('policy-says-age', number(policy.max_age_hours)));
  if (policy.trusted_device_days > 0) said.push(t('policy-says-devices', number(policy.trusted_device_days)));
  if (policy.accept_upstream) said.push(t('policy-says-upstream'));
  return said;
}

export const PolicyText = ({ policy }) => html`<p>${sentences(policy).join(' ')}</p>`;
