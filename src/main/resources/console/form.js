import { h, html, useEffect, useRef, useState } from './lib/standalone.module.js';
import * as drafts from './drafts.js';
import { t } from './texts.js';
import { Alert, Button, Failure } from './ui.js';

/** An error of one field, which the form shows there. */
export const wrongField = (field, message) => Object.assign(new Error(message), { field });

/** Values and state of one form. What was typed survives an error, and a login in between. */
export function useForm(id, initial) {
  const back = useRef();
  const [values, setAll] = useState(() => {
    const before = drafts.take(id);
    back.current = before?.sent === true;
    return { ...initial, ...before?.values };
  });
  const [state, setState] = useState({});
  const current = useRef();
  current.current = { values, sent: Boolean(state.busy) };
  useEffect(() => drafts.open(id, () => current.current), [id]);
  // Once what is wrong is on the screen, so that a screen reader says it with the field.
  useEffect(() => { if (state.at) document.getElementById(`${id}-${state.at}`)?.focus(); }, [state]);
  return {
    id,
    values,
    isBack: back.current,
    busy: Boolean(state.busy),
    error: state.error,
    /** What is wrong with the field; undefined if nothing is. */
    wrong: name => (state.missing?.includes(name) ? t('form-required') : state.at === name ? state.refused : undefined),
    set: (name, value) => {
      setAll(before => ({ ...before, [name]: value }));
      setState(({ busy }) => ({ busy }));
    },
    reset: to => setAll(to),
    /** Runs the action if all required fields have a value. */
    async submit(action, required = []) {
      if (state.busy) return;
      const missing = required.filter(name => String(values[name] ?? '').trim() === '');
      setState({ busy: missing.length === 0, missing, at: missing[0] });
      if (missing.length > 0) return;
      try {
        await action(values);
        setState({});
      } catch (error) {
        const isShown = error.field && document.getElementById(`${id}-${error.field}`);
        setState(isShown ? { refused: error.message, at: error.field } : { error });
      }
    },
  };
}

export function Form({ form, action, required, submit, danger, cancel, children }) {
  const send = event => {
    event.preventDefault();
    form.submit(action, required);
  };
  return html`
    <form class="pf-v5-c-form" noValidate onSubmit=${send} id=${form.id}>
      ${form.isBack && !form.error && html`<${Alert} kind="info" title=${t('form-back')} />`}
      <${Failure} error=${form.error} />
      ${children}
      <div class="pf-v5-c-form__group pf-m-action"><div class="pf-v5-c-form__actions">
        <${Button} type="submit" kind=${danger ? 'danger' : 'primary'} busy=${form.busy}>${submit}<//>
        ${cancel && html`<${Button} kind="link" onClick=${cancel}>${t('cancel')}<//>`}
      </div></div>
    </form>`;
}

function Group({ form, name, label, help, optional, labelled, children }) {
  const wrong = form.wrong(name);
  return html`
    <div class="pf-v5-c-form__group" role=${labelled ? labelled : null} aria-labelledby=${labelled ? `${form.id}-${name}-label` : null}>
      <div class="pf-v5-c-form__group-label">
        ${labelled
    ? html`<span class="pf-v5-c-form__label" id=${`${form.id}-${name}-label`}><span class="pf-v5-c-form__label-text">${label}</span></span>`
    : html`<label class="pf-v5-c-form__label" for=${`${form.id}-${name}`}><span class="pf-v5-c-form__label-text">${label}</span>
          ${optional && html` <span class="tc-optional">${t('form-optional')}</span>`}</label>`}
      </div>
      <div class="pf-v5-c-form__group-control">
        ${children}
        ${help && html`<div class="pf-v5-c-form__helper-text" id=${`${form.id}-${name}-help`}>${help}</div>`}
        ${wrong && html`<div class="pf-v5-c-form__helper-text tc-error" id=${`${form.id}-${name}-error`}>${wrong}</div>`}
      </div>
    </div>`;
}

const described = (form, name, help) => [
  help && `${form.id}-${name}-help`, form.wrong(name) && `${form.id}-${name}-error`].filter(Boolean).join(' ') || null;

const control = (form, name, help) => ({
  id: `${form.id}-${name}`,
  name,
  'aria-describedby': described(form, name, help),
  'aria-invalid': form.wrong(name) ? 'true' : null,
});

export const Text = ({ form, name, label, help, type = 'text', optional, ...rest }) => html`
  <${Group} form=${form} name=${name} label=${label} help=${help} optional=${optional}>
    <span class=${`pf-v5-c-form-control ${form.wrong(name) ? 'pf-m-error' : ''} ${['number', 'datetime-local'].includes(type) ? 'tc-short' : ''}`}>
      ${h(rest.rows ? 'textarea' : 'input', {
    type: rest.rows ? undefined : type,
    value: form.values[name],
    autocomplete: 'off',
    dir: type === 'text' ? 'auto' : undefined,
    onInput: event => form.set(name, event.target.value),
    ...control(form, name, help),
    ...rest,
  })}
    </span>
  <//>`;

export const Choice = ({ form, name, label, help, options }) => html`
  <${Group} form=${form} name=${name} label=${label} help=${help}>
    <span class="pf-v5-c-form-control tc-select">
      <select value=${form.values[name]} onChange=${event => form.set(name, event.target.value)} ...${control(form, name, help)}>
        ${options.map(([value, text]) => html`<option value=${value} selected=${value === form.values[name]}>${text}</option>`)}
      </select>
    </span>
  <//>`;

export const Radios = ({ form, name, label, help, options }) => html`
  <${Group} form=${form} name=${name} label=${label} help=${help} labelled="radiogroup">
    ${options.map(([value, text, more]) => html`
      <div class="pf-v5-c-radio" key=${value}>
        <input class="pf-v5-c-radio__input" type="radio" id=${`${form.id}-${name}-${value}`} name=${name} checked=${form.values[name] === value}
          aria-describedby=${more ? `${form.id}-${name}-${value}-more` : null} onChange=${() => form.set(name, value)} />
        <label class="pf-v5-c-radio__label" for=${`${form.id}-${name}-${value}`}>${text}</label>
        ${more && html`<span class="pf-v5-c-radio__description" id=${`${form.id}-${name}-${value}-more`}>${more}</span>`}
      </div>`)}
  <//>`;

export const Tick = ({ form, name, label, help }) => html`
  <div class="pf-v5-c-form__group"><div class="pf-v5-c-form__group-control"><div class="pf-v5-c-check">
    <input class="pf-v5-c-check__input" type="checkbox" checked=${form.values[name]} ...${control(form, name, help)}
      onChange=${event => form.set(name, event.target.checked)} />
    <label class="pf-v5-c-check__label" for=${`${form.id}-${name}`}>${label}</label>
    ${help && html`<span class="pf-v5-c-check__description" id=${`${form.id}-${name}-help`}>${help}</span>`}
  </div></div></div>`;

/** Several of a list; the value is an array. */
export const Ticks = ({ form, name, label, help, options }) => html`
  <${Group} form=${form} name=${name} label=${label} help=${help} labelled="group">
    ${options.map(([value, text]) => html`
      <div class="pf-v5-c-check" key=${value}>
        <input class="pf-v5-c-check__input" type="checkbox" id=${`${form.id}-${name}-${value}`} checked=${form.values[name].includes(value)}
          onChange=${event => form.set(name, event.target.checked
    ? [...form.values[name], value] : form.values[name].filter(other => other !== value))} />
        <label class="pf-v5-c-check__label" for=${`${form.id}-${name}-${value}`}>${text}</label>
      </div>`)}
  <//>`;

/** A time as an input of type datetime-local shows it, and back. */
export function localTime(value) {
  if (!value) return '';
  const date = new Date(value);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

export const instant = text => new Date(text).toISOString();
