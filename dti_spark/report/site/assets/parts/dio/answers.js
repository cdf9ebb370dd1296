"use strict";
/* Questions to the data of the DIO window. */
(function () {
  const MEASURES = ["share_of_index", "cell_points", "relative_share"];
  const FORMATS = { share_of_index: "share", cell_points: "points", relative_share: "ratio" };

  const idOf = (input, outcome) => input + "/" + outcome;

  /** The six cells: {id, input, outcome, zh, en, lines}, rows of outcomes from the enterprise to society. */
  function cells() {
    return dti.data.dio.cells.map((cell) => {
      const input = cell.dio_input || cell.input;
      const outcome = cell.dio_outcome || cell.outcome;
      return {
        id: idOf(input, outcome),
        input,
        outcome,
        zh: cell.name_zh || cell.zh,
        en: cell.name_en || cell.en,
        lines: cell.source_lines || cell.lines,
      };
    });
  }

  /** The measure that the window shows. */
  const measure = () => (MEASURES.includes(dti.state.dio) ? dti.state.dio : MEASURES[0]);

  /** How a measure is written. */
  const format = (name) => dti.format[FORMATS[name]];

  /** The region that the window is about: the one in the address, else the nation. */
  function region() {
    const key = dti.state.region;
    const chosen = key && dti.data.dio.profile[key] ? dti.find(...key.split("/")) : null;
    return chosen || dti.find("nation", "CN");
  }

  /** A figure of a cell for a region at a period; null where there is none. */
  function figure(place, cell, name, period) {
    const profile = dti.data.dio.profile[place.type + "/" + place.id] || {};
    return dti.at(profile[cell.id] && profile[cell.id][name], period);
  }

  /** The indicators of the first index that stand in a cell. */
  const indicators = (cell) =>
    dti.nodesOf(dti.data.core.indices[0].id).filter((node) => node.dio_input === cell.input && node.dio_outcome === cell.outcome);

  /** Why an indicator stands where it does; null where the release does not say. */
  function reason(node) {
    const found = (dti.data.dio.indicators || []).find((entry) => entry.indicator === node.id);
    return found ? found.why : null;
  }

  /** A word of the page for a member, or nothing where there is none. */
  const wordFor = (kind, id) => (dti.words["window." + kind + "_" + id] ? dti.t("window." + kind + "_" + id) : "");

  /** The kinds of an input, as the release or else the report names them. */
  function kinds(input) {
    if (input.sub_kinds) return input.sub_kinds.map(dti.name);
    return wordFor("kinds", input.id)
      .split(/\s*[|｜]\s*/)
      .filter(Boolean);
  }

  /** Changes the state and the address and draws nothing anew: for filters of one part of a page. */
  function keep(changes) {
    Object.assign(dti.state, changes);
    history.replaceState(null, "", dti.query(dti.state) + location.hash);
  }

  dti.dio = { MEASURES, idOf, cells, measure, format, region, figure, indicators, reason, wordFor, kinds, keep };
})();
