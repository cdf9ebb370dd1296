"use strict";
/* Small parts that every page is made of. */
(function () {
  const { h, useState } = htmPreact;
  const html = (dti.html = htmPreact.html);

  /** Hooks and h for other files, so that none of them needs to know where they come from. */
  dti.hooks = htmPreact;

  /** A link; where there is no address, plain text. */
  dti.ui.Link = ({ href, children, ...rest }) =>
    href ? html`<a href=${href} ...${rest}>${children}</a>` : html`<span>${children}</span>`;

  /** The name of a region, linked to its page where it has one. */
  dti.ui.Region = ({ region }) => html`<${dti.ui.Link} href=${dti.regionHref(region)}>${dti.name(region)}<//>`;

  /** A section of a page with its heading and an optional sentence under it. */
  dti.ui.Section = function ({ id, title, about, children }) {
    return html`<section id=${id} aria-labelledby=${id + "-title"}>
      <h2 id=${id + "-title"}>${title}</h2>
      ${about && html`<p class="about">${about}</p>`} ${children}
    </section>`;
  };

  /** The head of a page: a line above, the title, a sentence under it. */
  dti.ui.Head = function ({ kicker, title, about, children }) {
    return html`<header class="page-head">
      ${kicker && html`<p class="kicker">${kicker}</p>`}
      <h1>${title}</h1>
      ${about && html`<p class="lead">${about}</p>`} ${children}
    </header>`;
  };

  /** One number with its label and a note under it. */
  dti.ui.Figure = function ({ label, value, note, direction }) {
    return html`<div class="figure">
      <dt>${label}</dt>
      <dd>
        <span class=${"figure-value " + (direction || "")}>${value}</span>
        ${note && html`<span class="figure-note">${note}</span>`}
      </dd>
    </div>`;
  };

  /** A row of figures. */
  dti.ui.Figures = ({ children }) => html`<dl class="figures">${children}</dl>`;

  /** A remark beside the data. */
  dti.ui.Note = ({ kind, children }) => html`<p class=${"note " + (kind || "")} role="note">${children}</p>`;

  /** The chooser of the quarter or year. Only periods that pass the filter are offered. */
  dti.ui.PeriodPicker = function ({ filter }) {
    const periods = dti.data.core.periods.filter(filter || (() => true));
    const group = (type) => periods.filter((period) => period.type === type).reverse();
    const option = (period) =>
      html`<option value=${period.id} selected=${period.id === dti.state.period}>${dti.format.period(period.id)}</option>`;
    return html`<label class="picker">
      <span>${dti.t("picker.period")}</span>
      <select id="period" value=${dti.state.period} onChange=${(event) => dti.go({ period: event.target.value })}>
        <optgroup label=${dti.t("picker.quarters")}>${group("quarter").map(option)}</optgroup>
        ${group("year").length > 0 && html`<optgroup label=${dti.t("picker.years")}>${group("year").map(option)}</optgroup>`}
      </select>
    </label>`;
  };

  /** A row of choices of which one holds: options [{id, label}]. */
  dti.ui.Choice = function ({ label, name, options, value, onChange }) {
    return html`<fieldset class="choice">
      <legend>${label}</legend>
      ${options.map(
        (option) =>
          html`<label key=${option.id} class=${option.id === value ? "chosen" : ""}>
            <input
              type="radio"
              name=${name}
              value=${option.id}
              checked=${option.id === value}
              onChange=${() => onChange(option.id)}
            />
            <span>${option.label}</span>
          </label>`,
      )}
    </fieldset>`;
  };

  /** The chooser of the whole index or one of its layers. */
  dti.ui.NodePicker = function () {
    const options = dti
      .layers()
      .map((node) => ({ id: node.id, label: node.level === 0 ? dti.t("picker.whole") : dti.name(node) }));
    return html`<${dti.ui.Choice}
      label=${dti.t("picker.node")}
      name="node"
      options=${options}
      value=${dti.state.node}
      onChange=${(node) => dti.go({ node })}
    />`;
  };

  /** The pickers of a page in one bar. */
  dti.ui.Pickers = function ({ node, filter, children }) {
    return html`<div class="pickers" role="group" aria-label=${dti.t("picker.both")}>
      <${dti.ui.PeriodPicker} filter=${filter} />
      ${node !== false && html`<${dti.ui.NodePicker} />`} ${children}
    </div>`;
  };

  /** Tabs that show one of several parts: tabs [{id, label, body: () => vnode}]. The chosen one is kept in the address under name. */
  dti.ui.Tabs = function ({ name, label, tabs }) {
    const chosen = tabs.find((tab) => tab.id === dti.state[name]) || tabs[0];
    return html`<div class="tabs">
      <${dti.ui.Choice}
        label=${label}
        name=${name}
        options=${tabs}
        value=${chosen.id}
        onChange=${(id) => dti.go({ [name]: id === tabs[0].id ? null : id })}
      />
      <div class="tab-body" key=${chosen.id}>${chosen.body()}</div>
    </div>`;
  };

  /** A button that opens and closes what follows it. */
  dti.ui.Disclosure = function ({ label, children }) {
    const [open, setOpen] = useState(false);
    return html`<div class="disclosure">
      <button type="button" aria-expanded=${open} onClick=${() => setOpen(!open)}>${label}</button>
      ${open && children}
    </div>`;
  };

  dti.h = h;
})();
