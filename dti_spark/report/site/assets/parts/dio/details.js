"use strict";
/* What stands beside the window: the chosen cell, where indicators stand, cells over time and by province. */
(function () {
  const html = dti.html;
  const dio = dti.dio;
  const { share, ratio } = dti.format;
  const member = (members, id) => dti.name(members.find((each) => each.id === id));

  const place = (cell) => member(dti.data.dio.inputs, cell.input) + " × " + member(dti.data.dio.outcomes, cell.outcome);

  /** The chosen cell in words: what it means, its indicators and why they stand there. */
  function Chosen() {
    const cell = dio.cells().find((each) => each.id === dti.state.cell);
    if (!cell) return null;
    const nodes = dio.indicators(cell);
    return html`<aside class="dio-chosen" aria-live="polite">
      <p class="kicker">${place(cell)}</p>
      <h3>${dti.name(cell)}</h3>
      <p class="dio-meta">${dti.t("window.meaning")}${dti.t("window.colon")}${dio.wordFor("level", cell.outcome)} · ${dti.t("window.lines", { lines: cell.lines })}</p>
      <p>${dti.t("window.indicators")}${dti.t("window.colon")}${nodes.map(dti.name).join(dti.t("method.comma")) || dti.t("window.none")}</p>
      <p><a href="#cases">${dti.t("window.to_cases")}</a></p>
    </aside>`;
  }

  /** Where every indicator stands, with the reason where the release says it. */
  function Mapping() {
    const rows = dio
      .cells()
      .flatMap((cell) =>
        dio
          .indicators(cell)
          .map((node) => ({ id: node.id, name: dti.name(node), cell: dti.name(cell), where: place(cell), why: dio.reason(node) })),
      );
    const columns = [
      { key: "name", label: dti.t("window.indicator"), head: true },
      { key: "cell", label: dti.t("window.cell") },
      { key: "where", label: dti.t("window.where") },
    ];
    if (rows.some((row) => row.why))
      columns.push({ key: "why", label: dti.t("window.why"), render: (row) => html`<span lang="en">${row.why || "–"}</span>` });
    return html`<${dti.ui.Table} id="mapping-table" caption=${dti.t("window.mapping_caption")} columns=${columns} rows=${rows} />`;
  }

  /** The share of every cell over the quarters. */
  function OverTime({ region }) {
    const cells = dio.cells();
    const quarters = dti.quarters().map((quarter) => quarter.id);
    const of = (cell) => quarters.map((quarter) => dio.figure(region, cell, "share_of_index", quarter));
    const rows = quarters
      .map((period, at) => Object.assign({ period }, Object.fromEntries(cells.map((cell) => [cell.id, of(cell)[at]]))))
      .filter((row) => cells.some((cell) => row[cell.id] !== null));
    const columns = [{ key: "period", label: dti.t("picker.period"), format: dti.format.period, head: true }].concat(
      cells.map((cell) => ({ key: cell.id, label: dti.name(cell), format: share })),
    );
    const parts = () => cells.map((cell, at) => ({ name: dti.name(cell), values: of(cell), colour: dti.draw.palette()[at] }));
    return html`<${dti.ui.Chart} id="cells-over-time" wide=${true} title=${dti.t("window.over_time")}
      unit=${dti.t("window.share_of_index_unit")}
      about=${dti.t("window.over_time_about", { region: dti.name(region) })} source="gold.dio_profile" columns=${columns} rows=${rows}
     
        query=${{ table: "gold.dio_profile", where: { index: dti.rootNode().index, region_type: region.type, region: region.id, period: quarters }, columns: ["period", "dio_input", "dio_outcome", "share_of_index"] }}
     
        option=${() => dti.draw.stacked({ categories: quarters, parts: parts(), format: share, share: true, upright: true, categoryFormat: dti.format.shortPeriod })} />`;
  }

  /** The relative share of every cell in every province, in the order of the rank of provinces. */
  function Provinces() {
    const cells = dio.cells();
    const provinces = dti.ranked("province", dti.rootNode().id, "value").map((row) => row.region);
    const rows = provinces
      .map((region) =>
        Object.assign(
          { id: region.id, name: dti.name(region) },
          Object.fromEntries(cells.map((cell) => [cell.id, dio.figure(region, cell, "relative_share")])),
        ),
      )
      .filter((row) => cells.some((cell) => row[cell.id] !== null));
    const columns = [{ key: "name", label: dti.t("window.provinces"), head: true }].concat(
      cells.map((cell) => ({ key: cell.id, label: dti.name(cell), format: ratio })),
    );
    const named = Object.fromEntries(cells.map((cell) => [cell.id, dti.name(cell)]));
    const drawn = () =>
      dti.draw.heat({
        columns: cells.map((cell) => cell.id),
        rows: rows.map((row) => ({
          name: row.name,
          values: cells.map((cell) => row[cell.id]),
          href: dti.regionHref(dti.find("province", row.id)),
        })),
        format: ratio,
        diverging: true,
        middle: 1,
        columnFormat: (id) => named[id],
        slant: dti.draw.isNarrow() ? 60 : dti.state.lang === "en" ? 12 : 0,
      });
    return html`<${dti.ui.Chart} id="cells-by-province" wide=${true} title=${dti.t("window.provinces_title")}
      unit=${dti.t("window.relative_share_unit")} about=${dti.t("window.provinces_about")}
      source="gold.dio_profile" columns=${columns} rows=${rows} height=${140 + 22 * rows.length}
     
        query=${{ table: "gold.dio_profile", where: { index: dti.rootNode().index, region_type: "province", period: dti.state.period }, columns: ["region", "dio_input", "dio_outcome", "relative_share"] }}
        option=${drawn} />`;
  }

  Object.assign(dio, { Chosen, Mapping, OverTime, Provinces });
})();
