import { html } from '../lib/standalone.module.js';
import { Link } from '../router.js';
import { number, percent, t } from '../texts.js';
import { Table } from '../ui.js';

const STATES = ['OK', 'GRACE', 'DUE', 'EXEMPT', 'NOT_REQUIRED'];
const FILTER = { OK: 'ok', GRACE: 'grace', DUE: 'due' };

/** The members by state: a bar, and the same figures as a table for those who do not see it. */
export function Enrolment({ report }) {
  const states = STATES.filter(state => report.states[state] > 0);
  let left = 0;
  const parts = states.map(state => {
    const part = { state, from: left, width: (100 * report.states[state]) / report.members };
    left += part.width;
    return part;
  });
  const name = state => (FILTER[state]
    ? html`<${Link} to=${`people?mfa=${FILTER[state]}`}>${t(`state-${state}`)}<//>` : t(`state-${state}`));
  const methods = Object.entries(report.methods ?? {});
  return html`
    <p class="tc-figure"><strong>${number(report.enrolled)}</strong> ${t('enrolled-of', number(report.members))}</p>
    ${report.members > 0 && html`<svg class="tc-bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label=${t('enrolment-chart')}>
      ${parts.map(part => html`<rect key=${part.state} class=${`tc-bar-${part.state}`} x=${part.from} width=${part.width} height="4" />`)}
    </svg>`}
    <${Table} small caption=${t('enrolment')} columns=${[t('people-mfa'), t('enrolment-members'), t('enrolment-share')]}
      rows=${states.map(state => ({
    key: state,
    cells: [html`<span class=${`tc-dot tc-dot-${state}`} aria-hidden="true"></span>${name(state)}`,
      number(report.states[state]), percent(report.states[state] / report.members)],
  }))} />
    ${methods.length > 0 && html`<p class="tc-more">${t('enrolment-methods')} ${methods.map(([method, count]) => html`
      <span class="tc-method" key=${method}>${t(`method-${method}`)}: ${number(count)}</span>`)}</p>`}`;
}
