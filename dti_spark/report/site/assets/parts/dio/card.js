"use strict";
/* One tool of the report with its cases and printed results. */
(function () {
  const html = dti.html;
  const dio = dti.dio;
  const SIGNS = { ">": "> ", ">=": "≥ ", "<=": "≤ ", "~": null, "=": "" };

  const plainNumber = (value) => new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 }).format(value);

  /** A figure in words: what it counts, its sign, number and unit. Shown in English, since the printed text is Chinese. */
  function told(row) {
    const label = row.figure.replace(/_/g, " ");
    if (row.figure_value === null) return label + ": " + dti.t("window.words_only");
    if (row.figure_unit === "year" || row.figure_unit === "rank") return `${label}: ${row.figure_value}`;
    const unit = /=/.test(row.figure_unit || "") ? `(${row.figure_unit})` : row.figure_unit || "";
    const sign = row.operator === "~" ? dti.t("window.about") : SIGNS[row.operator] || "";
    const range = row.figure_to === null || row.figure_to === undefined ? "" : "–" + plainNumber(row.figure_to);
    return `${label}: ${sign}${plainNumber(row.figure_value)}${range} ${unit}`.trim();
  }

  function Lines({ lines }) {
    return lines && html`<span class="dio-lines">${dti.t("window.lines", { lines: lines.replace(/;/g, dti.t("method.comma")) })}</span>`;
  }

  function Result({ result }) {
    return html`<li>
      <q lang="zh-CN">${result.text}</q>
      ${result.isContext && html` <em class="tag">${dti.t("window.context")}</em>`} <${Lines} lines=${result.lines} />
      ${dti.state.lang === "en" && result.figures.length > 0 && html`<span class="dio-figures">${result.figures.map(told).join("; ")}</span>`}
    </li>`;
  }

  function Results({ results }) {
    if (results.length === 0) return null;
    return html`<ul class="dio-results">${results.map((result) => html`<${Result} key=${result.number} result=${result} />`)}</ul>`;
  }

  function Case({ each }) {
    const level = dti.data.dio.outcomes.find((outcome) => outcome.id === each.outcome);
    return html`<li class="dio-case">
      <h4>${dti.name(each)}</h4>
      <p class="dio-meta">${level ? dti.t("window.level", { level: dti.name(level) }) : dti.t("window.no_level")} <${Lines} lines=${each.lines} />
        ${each.results.length === 0 && html`<span class="dio-lines">${dti.t("window.no_results")}</span>`}</p>
      <${Results} results=${each.results} />
    </li>`;
  }

  /** The cells that a tool reaches, as a small window. */
  function Small({ tool }) {
    const { inputs, outcomes } = dti.data.dio;
    const reached = (input, outcome) => tool.inputs.includes(input.id) && tool.outcomes.includes(outcome.id);
    const cells = dio.cells().filter((cell) => tool.inputs.includes(cell.input) && tool.outcomes.includes(cell.outcome));
    const label = dti.t("window.tool_cells", { tool: dti.name(tool), cells: cells.map(dti.name).join(dti.t("method.comma")) });
    return html`<svg class="dio-small" role="img" aria-label=${label} viewBox="0 0 58 58" width="58" height="58">
      ${outcomes.flatMap((outcome, down) =>
        inputs.map(
          (input, across) => html`<rect key=${outcome.id + input.id}
        x=${1 + across * 29} y=${1 + down * 19} width="27" height="17" rx="1" class=${reached(input, outcome) ? "on" : "off"} />`,
        ),
      )}
    </svg>`;
  }

  /** The card of a tool. */
  function Card({ tool, organisation }) {
    const id = "tool-" + tool.id;
    return html`<article class="dio-card" aria-labelledby=${id}>
      <header>
        <div>
          <p class="kicker">${dti.name(tool.family)}</p>
          <h3 id=${id}>${dti.name(tool)}</h3>
          <p class="dio-meta">${tool.organisations.map(organisation).join(dti.t("method.comma"))} <${Lines} lines=${tool.lines} /></p>
        </div>
        <${Small} tool=${tool} />
      </header>
      <${Results} results=${tool.results} />
      ${tool.cases.length > 0 && html`<ul class="dio-case-list">${tool.cases.map((each) => html`<${Case} key=${each.id} each=${each} />`)}</ul>`}
    </article>`;
  }

  dio.Card = Card;
})();
