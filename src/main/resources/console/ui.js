import { html, useEffect, useLayoutEffect, useRef } from './lib/standalone.module.js';
import { Link } from './router.js';
import { number, t } from './texts.js';

/** Parts of pages, as PatternFly 5 styles them. Texts are always children, so that names are never markup. */

export const Title = ({ children }) => html`<h1 class="pf-v5-c-title pf-m-2xl" id="title" tabindex="-1">${children}</h1>`;

export const Head = ({ title, children }) => html`
  <div class="tc-head"><${Title}>${title}<//><div class="tc-actions">${children}</div></div>`;

export const Card = ({ title, children, shape = '' }) => html`
  <section class=${`pf-v5-c-card ${shape}`}>
    ${title && html`<div class="pf-v5-c-card__title"><h2 class="pf-v5-c-card__title-text">${title}</h2></div>`}
    <div class="pf-v5-c-card__body">${children}</div>
  </section>`;

export const Button = ({ kind = 'secondary', children, busy, ...rest }) => html`
  <button type="button" class=${`pf-v5-c-button pf-m-${kind} ${busy ? 'pf-m-progress pf-m-in-progress' : ''}`}
    aria-disabled=${busy ? 'true' : null} ...${rest}>
    ${busy && html`<span class="pf-v5-c-button__progress"><${Spinner} small /></span>`}${children}
  </button>`;

export const ButtonLink = ({ kind = 'secondary', to, children }) => html`
  <${Link} to=${to} class=${`pf-v5-c-button pf-m-${kind}`}>${children}<//>`;

export const Spinner = ({ small }) => html`
  <svg class=${`pf-v5-c-spinner ${small ? 'pf-m-md' : 'pf-m-xl'}`} role="progressbar" viewBox="0 0 100 100" aria-label=${t('loading')}>
    <circle class="pf-v5-c-spinner__path" cx="50" cy="50" r="45" fill="none" />
  </svg>`;

const ICONS = {
  success: 'M5 10.6 8.4 14 15 6.6', danger: 'M10 5v6M10 14v.5', warning: 'M10 5v6M10 14v.5', info: 'M10 9v6M10 5.5v.5',
};

export const Alert = ({ kind = 'info', title, children, action, focus }) => {
  const box = useRef();
  useEffect(() => { if (focus) box.current.focus(); }, [title]);
  return html`
    <div ref=${box} tabindex=${focus ? '-1' : null} role=${kind === 'danger' ? 'alert' : null}
      class=${`pf-v5-c-alert pf-m-inline pf-m-${kind}`}>
      <div class="pf-v5-c-alert__icon"><svg class="tc-icon" viewBox="0 0 20 20" aria-hidden="true"><path d=${ICONS[kind]} /></svg></div>
      <p class="pf-v5-c-alert__title">${title}</p>
      ${children && html`<div class="pf-v5-c-alert__description">${children}</div>`}
      ${action && html`<div class="pf-v5-c-alert__action-group">${action}</div>`}
    </div>`;
};

export const Failure = ({ error, retry }) => error && html`
  <${Alert} kind="danger" title=${error.message ?? t('error-server')}
    action=${retry && html`<${Button} kind="link pf-m-inline" onClick=${retry}>${t('try-again')}<//>`} />`;

const COLORS = {
  OK: 'green', GRACE: 'gold', DUE: 'red', EXEMPT: 'blue', NOT_REQUIRED: '', OWNER: 'purple', ADMIN: 'blue', MEMBER: '',
  PENDING: 'blue', EXPIRED: 'gold',
};

export const Label = ({ of, children }) => html`
  <span class=${`pf-v5-c-label ${COLORS[of] ? `pf-m-${COLORS[of]}` : ''}`}><span class="pf-v5-c-label__content"><span
    class="pf-v5-c-label__text">${children}</span></span></span>`;

export const Empty = ({ title, children, action }) => html`
  <div class="pf-v5-c-empty-state"><div class="pf-v5-c-empty-state__content">
    <h2 class="pf-v5-c-title pf-m-lg">${title}</h2>
    <div class="pf-v5-c-empty-state__body">${children}</div>
    ${action && html`<div class="pf-v5-c-empty-state__footer"><div class="pf-v5-c-empty-state__actions">${action}</div></div>`}
  </div></div>`;

/** A table that becomes a list of cards on a phone. Roles are written out: they get lost when a table is displayed as a grid. */
export const Table = ({ caption, columns, rows, busy, small }) => html`
  <table class=${`pf-v5-c-table pf-m-compact ${small ? '' : 'pf-m-grid-md'}`} role="table" aria-label=${caption} aria-busy=${busy ? 'true' : 'false'}>
    <thead class="pf-v5-c-table__thead" role="rowgroup"><tr class="pf-v5-c-table__tr" role="row">
      ${columns.map(column => html`<th class="pf-v5-c-table__th" role="columnheader" scope="col">${column}</th>`)}
    </tr></thead>
    <tbody class="pf-v5-c-table__tbody" role="rowgroup">
      ${rows.map(row => html`<tr key=${row.key} class="pf-v5-c-table__tr" role="row">
        ${row.cells.map((cell, i) => html`<td class="pf-v5-c-table__td" role="cell" data-label=${columns[i]}><div>${cell}</div></td>`)}
      </tr>`)}
    </tbody>
  </table>`;

export const Facts = ({ of }) => html`
  <dl class="pf-v5-c-description-list pf-m-horizontal-on-sm tc-facts">
    ${of.filter(Boolean).map(([term, value]) => html`<div class="pf-v5-c-description-list__group">
      <dt class="pf-v5-c-description-list__term"><span class="pf-v5-c-description-list__text">${term}</span></dt>
      <dd class="pf-v5-c-description-list__description"><div class="pf-v5-c-description-list__text">${value}</div></dd>
    </div>`)}
  </dl>`;

export const Paging = ({ first, max, shown, count, go: move }) => html`
  <nav class="tc-paging" aria-label=${t('paging')}>
    <span aria-live="polite">${shown === 0 ? '' : t('paging-range', number(first + 1), number(first + shown), number(count))}</span>
    <${Button} onClick=${() => move(Math.max(0, first - max))} disabled=${first === 0}>${t('paging-previous')}<//>
    <${Button} onClick=${() => move(first + max)} disabled=${first + shown >= count}>${t('paging-next')}<//>
  </nav>`;

/** A dialog over the page; Escape and the browser's back button close it. */
export function Dialog({ title, onClose, children }) {
  const dialog = useRef();
  useLayoutEffect(() => {
    const box = dialog.current;
    box.showModal();
    // Before it is removed, so that the browser gives the focus back.
    return () => box.close();
  }, []);
  const cancel = event => {
    event.preventDefault();
    onClose();
  };
  return html`
    <dialog ref=${dialog} class="tc-dialog pf-v5-c-modal-box" aria-labelledby="dialog-title" onCancel=${cancel}>
      <header class="pf-v5-c-modal-box__header"><h2 class="pf-v5-c-modal-box__title" id="dialog-title">${title}</h2></header>
      <div class="pf-v5-c-modal-box__body">${children}</div>
    </dialog>`;
}

/** Text that may be long, or in another direction than the page. */
export const Name = ({ children }) => html`<bdi class="tc-name">${children}</bdi>`;
