"use strict";
/* The DIO window as a picture: inputs across, outcomes down, cells shaded by the figures of a region. */
(function () {
  const html = dti.html;
  const dio = dti.dio;
  const DEEPEST = 46; // percent of colour: deeper, and the text would no longer stand out

  /** How far a figure lies between those of the window, 0 to 1. */
  function depth(value, values) {
    const most = Math.max(...values);
    return most > 0 ? value / most : 0;
  }

  function shade(value, values, name) {
    if (value === null) return {};
    if (name !== "relative_share") return { "--shade": "var(--accent)", "--deep": DEEPEST * depth(value, values) + "%" };
    const far = Math.max(...values.map((each) => Math.abs(each - 1)), 0.01);
    return { "--shade": value >= 1 ? "var(--accent)" : "var(--warm)", "--deep": (DEEPEST * Math.abs(value - 1)) / far + "%" };
  }

  function Cell({ cell, place, values }) {
    const name = dio.measure();
    const value = dio.figure(place, cell, name);
    const chosen = dti.state.cell === cell.id;
    const others = dio.MEASURES.filter((other) => other !== name)
      .map((other) => dti.t("dio." + other) + " " + dio.format(other)(dio.figure(place, cell, other)));
    return html`<td style=${shade(value, values, name)} class=${"dio-cell" + (chosen ? " chosen" : "")}>
      <button type="button" aria-pressed=${chosen} onClick=${() => dti.go({ cell: chosen ? null : cell.id })}>
        <span class="dio-name">${dti.name(cell)}</span>
        <span class="dio-value">${dio.format(name)(value)}</span>
        <span class="dio-more">${others.map((text) => html`<span key=${text}>${text}</span>`)}</span>
        <span class="dio-indicators">${dio.indicators(cell).map(dti.name).join(dti.t("method.comma")) || dti.t("dio.none")}</span>
      </button>
    </td>`;
  }

  function InputHead({ input }) {
    return html`<th scope="col">
      <span class="dio-head">${dti.name(input)}</span>
      <span class="dio-gloss">${dio.wordFor("gloss", input.id)}</span>
      <ul class="dio-kinds">${dio.kinds(input).map((kind) => html`<li key=${kind}>${kind}</li>`)}</ul>
    </th>`;
  }

  function OutcomeRow({ outcome, place, values }) {
    const { inputs } = dti.data.dio;
    const cells = inputs.map((input) => dio.cells().find((cell) => cell.id === dio.idOf(input.id, outcome.id)));
    return html`<tr>
      <th scope="row">
        <span class="dio-head">${dti.name(outcome)}</span>
        <span class="dio-gloss">${dio.wordFor("level", outcome.id)}</span>
      </th>
      ${cells.map((cell, at) => (cell ? html`<${Cell} key=${cell.id} cell=${cell} place=${place} values=${values} />` : html`<td key=${at}></td>`))}
    </tr>`;
  }

  function Legend({ values }) {
    const name = dio.measure();
    const write = dio.format(name);
    if (name === "relative_share") return html`<p class="dio-legend"><span class="ramp diverging" aria-hidden="true"></span>${dti.t("dio.legend_relative")}</p>`;
    const said = { least: write(0), most: write(Math.max(...values)) };
    return html`<p class="dio-legend"><span class="ramp" aria-hidden="true"></span>${dti.t("dio.legend", said)}</p>`;
  }

  function columns() {
    return [
      { key: "cell", label: dti.t("dio.cell"), head: true },
      { key: "input", label: dti.t("dio.input") },
      { key: "outcome", label: dti.t("dio.outcome") },
    ].concat(dio.MEASURES.map((name) => ({ key: name, label: dti.t("dio." + name), format: dio.format(name) })));
  }

  function rows(place) {
    const { inputs, outcomes } = dti.data.dio;
    const named = (members, id) => dti.name(members.find((member) => member.id === id));
    return dio.cells().map((cell) => Object.assign(
      { id: cell.id, cell: dti.name(cell), input: named(inputs, cell.input), outcome: named(outcomes, cell.outcome) },
      Object.fromEntries(dio.MEASURES.map((name) => [name, dio.figure(place, cell, name)])),
    ));
  }

  function Tools({ place, caption }) {
    const save = () => dti.save(dti.fileName("dio-" + place.type + "-" + place.id, "csv"), dti.csv(columns(), rows(place)), "text/csv;charset=utf-8");
    return html`<div class="dio-tools">
      <${dti.ui.Disclosure} label=${dti.t("dio.table")}>
        <${dti.ui.Table} id="dio-table" caption=${caption} columns=${columns()} rows=${rows(place)} />
      <//>
      <button type="button" onClick=${save}>${dti.t("dio.csv")}</button>
    </div>`;
  }

  /** The window of a region, with legend, table view and download. */
  function Window({ place }) {
    const { inputs, outcomes } = dti.data.dio;
    const name = dio.measure();
    const values = dio.cells().map((cell) => dio.figure(place, cell, name)).filter((value) => value !== null);
    const said = { region: dti.name(place), period: dti.format.period(dti.state.period), measure: dti.t("dio." + name) };
    if (values.length === 0) return html`<${dti.ui.Note}>${dti.t("dio.no_data")}<//>`;
    return html`<figure class="dio" id="dio-window">
      <figcaption><h3>${dti.t("dio.window_title", said)}</h3><p class="unit">${dti.t("dio." + name + "_unit")}</p></figcaption>
      <table class="dio-window">
        <caption class="hidden">${dti.t("dio.window_title", said)}</caption>
        <thead><tr><td class="dio-corner"><span>${dti.t("dio.input")} →</span><span>${dti.t("dio.outcome")} ↓</span></td>
          ${inputs.map((input) => html`<${InputHead} key=${input.id} input=${input} />`)}</tr></thead>
        <tbody>${outcomes.map((outcome) => html`<${OutcomeRow} key=${outcome.id} outcome=${outcome} place=${place} values=${values} />`)}</tbody>
      </table>
      <${Legend} values=${values} />
      <p class="source">${dti.sourceLine("gold.dio_profile")}</p>
      <${Tools} place=${place} caption=${dti.t("dio.cells_caption", said)} />
    </figure>`;
  }

  dti.dio.Window = Window;
})();
