"use strict";
/* Tools and cases of the report, with a filter that is kept in the address. */
(function () {
  const html = dti.html;
  const dio = dti.dio;
  const { useState } = dti.hooks;
  const FILTERS = ["cell", "family", "org", "q"];

  const named = (row, kind) => ({ id: row[kind], zh: row[kind + "_zh"], en: row[kind + "_en"] });
  const first = (rows, key) => [...new Map(rows.map((row) => [row[key], row])).values()];

  /** The printed results among rows, each with its figures. */
  function results(rows) {
    return first(
      rows.filter((row) => row.result_number !== null),
      "result_number",
    ).map((row) => ({
      number: row.result_number,
      text: row.result_zh,
      lines: row.source_lines,
      isContext: row.is_context,
      figures: rows.filter((other) => other.result_number === row.result_number && other.figure),
    }));
  }

  /** The lines of a page of the report: rows of results bear those of the result instead. */
  const linesOf = (rows) => (rows.length && rows[0].result_number === null ? rows[0].source_lines : null);

  /** Tools with what is told of themselves and of their cases, from rows of gold.dio_cases. */
  function tools(rows) {
    return first(rows, "tool").map((head) => {
      const own = rows.filter((row) => row.tool === head.tool);
      const cases = first(
        own.filter((row) => row.case),
        "case",
      ).map((row) =>
        Object.assign(named(row, "case"), {
          outcome: row.case_outcome,
          lines: linesOf([row]),
          results: results(own.filter((other) => other.case === row.case)),
        }),
      );
      return Object.assign(named(head, "tool"), {
        family: { id: head.family, zh: head.family_zh, en: head.family_en },
        organisations: head.organisation.split(/\s*;\s*/),
        inputs: head.inputs,
        outcomes: head.outcomes,
        lines: linesOf(own.filter((row) => !row.case)),
        results: results(own.filter((row) => !row.case)),
        cases,
      });
    });
  }

  const texts = (thing) => [
    thing.zh,
    thing.en,
    ...thing.results.flatMap((result) => [result.text, ...result.figures.map((row) => row.figure.replace(/_/g, " "))]),
  ];
  const holds = (parts, needle) => parts.join(" ").toLowerCase().includes(needle);

  /** The tool cut to what fits the words: all of it where its own words fit, else the cases that do; null where nothing does. */
  function byWords(tool, needle) {
    const own = [...texts(tool), tool.family.zh, tool.family.en, ...tool.organisations.map(organisation)];
    if (!needle || holds(own, needle)) return tool;
    const cases = tool.cases.filter((each) => holds(texts(each), needle));
    return cases.length ? Object.assign({}, tool, { cases, results: [] }) : null;
  }

  /** The tool cut to a cell: only cases at its level; null where the tool does not reach it. */
  function byCell(tool, cell) {
    if (!cell) return tool;
    const [input, outcome] = cell.split("/");
    if (!tool.inputs.includes(input) || !tool.outcomes.includes(outcome)) return null;
    return Object.assign({}, tool, { cases: tool.cases.filter((each) => each.outcome === outcome) });
  }

  function fitting(all, state) {
    const needle = (state.q || "").trim().toLowerCase();
    return all
      .filter((tool) => !state.family || tool.family.id === state.family)
      .filter((tool) => !state.org || tool.organisations.includes(state.org))
      .map((tool) => byCell(tool, state.cell))
      .map((tool) => tool && byWords(tool, needle))
      .filter(Boolean);
  }

  const many = (list) => ({
    tools: list.length,
    cases: list.reduce((sum, tool) => sum + tool.cases.length, 0),
    results: list.reduce((sum, tool) => sum + tool.results.length + tool.cases.reduce((inner, each) => inner + each.results.length, 0), 0),
  });

  const organisation = (id) => (dti.words["window.org." + id] ? dti.t("window.org." + id) : id);

  function Select({ name, label, options, onChange }) {
    return html`<label class="picker"><span>${label}</span>
      <select name=${name} value=${dti.state[name] || ""} onChange=${(event) => onChange({ [name]: event.target.value || null })}>
        <option value="">${dti.t("window.any")}</option>
        ${options.map((option) => html`<option key=${option.id} value=${option.id} selected=${dti.state[name] === option.id}>${option.label}</option>`)}
      </select>
    </label>`;
  }

  function cellOptions() {
    return dio.cells().map((cell) => ({ id: cell.id, label: dti.name(cell) }));
  }

  function Filters({ all, onChange }) {
    const families = first(
      all.map((tool) => tool.family),
      "id",
    ).map((family) => ({ id: family.id, label: dti.name(family) }));
    const organisations = [...new Set(all.flatMap((tool) => tool.organisations))].map((id) => ({ id, label: organisation(id) }));
    return html`<div class="pickers" role="search" aria-label=${dti.t("window.filter")}>
      <${Select} name="cell" label=${dti.t("window.cell")} options=${cellOptions()} onChange=${(changes) => dti.go(changes)} />
      <${Select} name="family" label=${dti.t("window.family")} options=${families} onChange=${onChange} />
      <${Select} name="org" label=${dti.t("window.organisation")} options=${organisations} onChange=${onChange} />
      <label class="picker"><span>${dti.t("window.text")}</span>
        <input type="search" name="q" value=${dti.state.q || ""} onInput=${(event) => onChange({ q: event.target.value || null })} /></label>
      <button type="button" disabled=${!FILTERS.some((key) => dti.state[key])}
        onClick=${() => dti.go(Object.fromEntries(FILTERS.map((key) => [key, null])))}>${dti.t("window.reset")}</button>
    </div>`;
  }

  /** The part of the page that lists tools and cases. */
  function Cases() {
    const [, again] = useState(0);
    const all = tools(dti.data.dio.cases);
    const shown = fitting(all, dti.state);
    const change = (changes) => {
      dio.keep(changes);
      again((count) => count + 1);
    };
    const whole = many(all);
    const said = Object.assign(many(shown), { all_tools: whole.tools, all_cases: whole.cases, all_results: whole.results });
    return html`<${dti.ui.Section} id="cases" title=${dti.t("window.cases")} about=${dti.t("window.cases_about", whole)}>
      <${Filters} all=${all} onChange=${change} />
      <p class="dio-shown" role="status">${dti.t("window.shown", said)}</p>
      ${shown.length === 0 && html`<p class="empty">${dti.t("window.nothing")}</p>`}
      <div class="dio-cards">${shown.map((tool) => html`<${dio.Card} key=${tool.id} tool=${tool} organisation=${organisation} />`)}</div>
    <//>`;
  }

  Object.assign(dio, { Cases, tools, fitting });
})();
