"use strict";
/* The DIO window as a picture: inputs across, outcomes down, cells shaded by the figures of a region. */
(function () {
  const html = dti.html;
  const dio = dti.dio;
  /** Percent of colour in the fullest cell: deeper, and the text would no longer stand out. */
  const DEEPEST = 46;

  /** How far a figure lies between those of the window, 0 to 1. */
  function depth(value, values) {
    const most = Math.max(...values);
    return most > 0 ? value / most : 0;
  }

  function shade(value, values, name) {
    if (value === null) return {};
    if (name !== "relative_share") return { "--shade": "var(--c1)", "--deep": DEEPEST * depth(value, values) + "%" };
    const far = Math.max(...values.map((each) => Math.abs(each - 1)), 0.01);
    return { "--shade": value >= 1 ? "var(--c1)" : "var(--c2)", "--deep": (DEEPEST * Math.abs(value - 1)) / far + "%" };
  }

  function Cell({ cell, place, values }) {
    const name = dio.measure();
    const value = dio.figure(place, cell, name);
    const chosen = dti.state.cell === cell.id;
    const others = dio.MEASURES.filter((other) => other !== name).map(
      (other) => dti.t("window." + other) + " " + dio.format(other)(dio.figure(place, cell, other)),
    );
    return html`<td role="cell" style=${shade(value, values, name)} class=${"dio-cell" + (chosen ? " chosen" : "")}>
      <button type="button" aria-pressed=${chosen} data-input=${dti.name(dti.data.dio.inputs.find((input) => input.id === cell.input))}
        onClick=${() => dti.go({ cell: chosen ? null : cell.id })}>
        <span class="dio-name">${dti.name(cell)}</span>
        <span class="dio-value">${dio.format(name)(value)}</span>
        <span class="dio-more">${others.map((text) => html`<span key=${text}>${text}</span>`)}</span>
        <span class="dio-indicators">${dio.indicators(cell).map(dti.name).join(dti.t("method.comma")) || dti.t("window.none")}</span>
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
    return html`<tr role="row">
      <th scope="row" role="rowheader">
        <span class="dio-head">${dti.name(outcome)}</span>
        <span class="dio-gloss">${dio.wordFor("level", outcome.id)}</span>
      </th>
      ${cells.map((cell, at) => (cell ? html`<${Cell} key=${cell.id} cell=${cell} place=${place} values=${values} />` : html`<td key=${at}></td>`))}
    </tr>`;
  }

  function Legend({ values }) {
    const name = dio.measure();
    const write = dio.format(name);
    if (name === "relative_share")
      return html`<p class="dio-legend"><span class="ramp diverging" aria-hidden="true"></span>${dti.t("window.legend_relative")}</p>`;
    const said = { least: write(0), most: write(Math.max(...values)) };
    return html`<p class="dio-legend"><span class="ramp" aria-hidden="true"></span>${dti.t("window.legend", said)}</p>`;
  }

  function columns() {
    return [
      { key: "cell", label: dti.t("window.cell"), head: true },
      { key: "input", label: dti.t("window.input") },
      { key: "outcome", label: dti.t("window.outcome") },
    ].concat(dio.MEASURES.map((name) => ({ key: name, label: dti.t("window." + name), format: dio.format(name) })));
  }

  function rows(place) {
    const { inputs, outcomes } = dti.data.dio;
    const named = (members, id) => dti.name(members.find((member) => member.id === id));
    return dio
      .cells()
      .map((cell) =>
        Object.assign(
          { id: cell.id, cell: dti.name(cell), input: named(inputs, cell.input), outcome: named(outcomes, cell.outcome) },
          Object.fromEntries(dio.MEASURES.map((name) => [name, dio.figure(place, cell, name)])),
        ),
      );
  }

  /** The picture: a table whose cells are buttons. Roles are named, since on narrow screens its parts are laid out as blocks. */
  function Picture({ place, title }) {
    const { inputs, outcomes } = dti.data.dio;
    const values = dio
      .cells()
      .map((cell) => dio.figure(place, cell, dio.measure()))
      .filter((value) => value !== null);
    return html`<table class="dio-window" role="table">
        <caption class="hidden">${title}</caption>
        <thead><tr><td class="dio-corner"><span>${dti.t("window.input")} →</span><span>${dti.t("window.outcome")} ↓</span></td>
          ${inputs.map((input) => html`<${InputHead} key=${input.id} input=${input} />`)}</tr></thead>
        <tbody role="rowgroup">${outcomes.map((outcome) => html`<${OutcomeRow} key=${outcome.id} outcome=${outcome} place=${place} values=${values} />`)}</tbody>
      </table>
      <${Legend} values=${values} />`;
  }

  /** The same as a drawn chart, for the picture that a reader takes away; as on the page, inputs stand side by side. */
  function option(place) {
    const { inputs, outcomes } = dti.data.dio;
    const name = dio.measure();
    const format = dio.format(name);
    const cells = dio.cells().map((cell) => {
      const value = dio.figure(place, cell, name);
      return [dio.idOf(cell.outcome, cell.input), { value, name: dti.name(cell), label: dti.name(cell) + "\n" + format(value) }];
    });
    const named = (members) => members.map((member) => ({ id: member.id, name: dti.name(member) }));
    return dti.draw.window({
      inputs: named(outcomes),
      outcomes: named(inputs),
      cells: Object.fromEntries(cells),
      format,
      diverging: name === "relative_share",
      middle: 1,
    });
  }

  /** The window of a region as a chart: picture, table, downloads, address. */
  function Window({ place }) {
    const name = dio.measure();
    const title = dti.t("window.window_title", {
      region: dti.name(place),
      period: dti.format.period(dti.state.period),
      measure: dti.t("window." + name),
    });
    const filled = rows(place).filter((row) => row[name] !== null);
    return html`<${dti.ui.Chart} id="window" title=${title} unit=${dti.t("window." + name + "_unit")}
      about=${dti.isEmbed() ? null : dti.t("window.press")}
      source="gold.dio_profile" columns=${columns()} rows=${filled} height=${300}
     
        query=${{ table: "gold.dio_profile", where: { index: dti.rootNode().index, region_type: place.type, region: place.id, period: dti.state.period }, columns: ["dio_input", "dio_outcome"].concat(dio.MEASURES) }}
      picture=${() => html`<${Picture} place=${place} title=${title} />`} option=${() => option(place)} />`;
  }

  dti.dio.Window = Window;
})();
