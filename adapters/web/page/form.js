// The form that is open in front of the reader, as an accessible dialog.

import { el, icon, runs } from "./draw.js";

export class FormDialog {
  constructor(dialog, { send, close }) {
    this.dialog = dialog;
    this.send = send;
    this.close = close;
    this.form = null;
    this.away = null;
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.putAway();
    });
  }

  show(form) {
    if (!form || form.id === this.away) return this.hide();
    if (this.form?.id !== form.id) this.draw(form);
    if (JSON.stringify(this.form.errors) !== JSON.stringify(form.errors)) this.mark(form.errors);
    this.form = form;
    if (!this.dialog.open) {
      this.opener = document.activeElement?.dataset?.focus;
      this.dialog.showModal();
      this.dialog.querySelector("[data-field]")?.focus();
    }
  }

  hide() {
    this.form = null;
    if (!this.dialog.open) return;
    this.dialog.close();
    const opener = this.opener && document.querySelector(`[data-focus="${CSS.escape(this.opener)}"]`);
    if (opener) opener.focus();
  }

  putAway() {
    const id = this.form?.id;
    this.away = id;
    this.hide();
    if (id) this.close(id);
  }

  draw(form) {
    this.form = { ...form, errors: {} };
    const submit = el("button", { type: "submit", class: "button main-press" }, form.submit);
    const cancel = el("button", { type: "button", class: "button", on: { click: () => this.putAway() } }, "Cancel");
    const x = el("button", { type: "button", class: "plain", "aria-label": "Close the form", on: { click: () => this.putAway() } }, icon("close"));
    const body = el("form", { novalidate: true, on: { submit: (event) => this.submitted(event, submit) } },
      el("header", { class: "form-head" }, el("h2", { id: "form-title" }, form.title), x),
      el("div", { class: "form-body" },
        form.intro.length ? el("p", { class: "form-intro" }, ...runs(form.intro)) : null,
        el("p", { class: "form-errors", role: "alert", hidden: true }),
        ...form.fields.map(field)),
      el("footer", { class: "form-foot" }, cancel, submit));
    this.dialog.replaceChildren(body);
  }

  async submitted(event, submit) {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    try {
      const answer = await this.send(this.form.id, this.values());
      if (answer?.errors) this.mark(answer.errors);
    } finally {
      submit.disabled = false;
    }
  }

  values() {
    const values = {};
    for (const wanted of this.form.fields) {
      const inputs = [...this.dialog.querySelectorAll("[data-field]")].filter((input) => input.dataset.field === wanted.name);
      if (wanted.kind === "ticks") values[wanted.name] = inputs.filter((input) => input.checked).map((input) => input.value);
      else if (inputs[0]?.type === "radio") values[wanted.name] = inputs.find((input) => input.checked)?.value || "";
      else values[wanted.name] = inputs[0]?.value || "";
    }
    return values;
  }

  mark(errors) {
    this.form.errors = errors;
    const known = new Set(this.form.fields.map((wanted) => wanted.name));
    for (const place of this.dialog.querySelectorAll("[data-error]")) {
      const sentence = errors[place.dataset.error] || "";
      place.textContent = sentence;
      place.closest(".field").classList.toggle("wrong", Boolean(sentence));
    }
    for (const input of this.dialog.querySelectorAll("[data-field]")) input.setAttribute("aria-invalid", String(Boolean(errors[input.dataset.field])));
    const rest = Object.entries(errors).filter(([name]) => !known.has(name)).map(([, sentence]) => sentence);
    const count = Object.keys(errors).length;
    const summary = this.dialog.querySelector(".form-errors");
    summary.hidden = !count;
    summary.textContent = count ? rest.join(" ") || (count === 1 ? "One thing needs a look." : `${count} things need a look.`) : "";
    [...this.dialog.querySelectorAll("[data-field]")].find((input) => errors[input.dataset.field])?.focus();
  }
}

let count = 0;

function field(wanted) {
  const id = `field-${++count}`;
  const hint = wanted.hint ? el("p", { class: "field-hint", id: `${id}-hint` }, wanted.hint) : null;
  const error = el("p", { class: "field-error", id: `${id}-error`, "data-error": wanted.name });
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const optional = wanted.kind !== "ticks" && !wanted.required ? el("span", { class: "field-optional" }, " optional") : null;
  const common = { id, "data-field": wanted.name, "aria-describedby": described, required: wanted.required };
  if (wanted.kind === "text") return el("div", { class: "field" }, el("label", { for: id }, wanted.label, optional), hint, typed(wanted, common), error);
  if (wanted.kind === "choice" && wanted.options.length > 6) {
    return el("div", { class: "field" }, el("label", { for: id }, wanted.label, optional), hint, chosen(wanted, common), error);
  }
  const options = wanted.options.map((option, index) => pick(wanted, option, `${id}-${index}`, id));
  return el("fieldset", { class: "field", "aria-describedby": described }, el("legend", {}, wanted.label, optional), hint, ...options, error);
}

function typed(wanted, common) {
  const node = wanted.long ? el("textarea", { ...common, rows: "4", maxlength: wanted.most }) : el("input", { ...common, type: "text", maxlength: wanted.most });
  node.value = wanted.value;
  return node;
}

function chosen(wanted, common) {
  const none = el("option", { value: "" }, "Choose…");
  const node = el("select", common, none, ...wanted.options.map((option) => el("option", { value: option.value }, option.label)));
  node.value = wanted.value;
  return node;
}

function pick(wanted, option, id, group) {
  const ticks = wanted.kind === "ticks";
  const input = el("input", { type: ticks ? "checkbox" : "radio", id, name: group, value: option.value, "data-field": wanted.name });
  input.checked = ticks ? wanted.values.includes(option.value) : wanted.value === option.value;
  return el("label", { class: "pick", for: id }, input, el("span", {}, option.label));
}
