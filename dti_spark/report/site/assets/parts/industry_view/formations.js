"use strict";
/* The regional formations that the report names: four areas, two belts, one line. */
(function () {
  const html = dti.html;
  const view = dti.view;
  const { share, growth, ratio, points } = dti.format;

  const figures = (row) => (dti.data.formations.values[row.formation + "/" + row.part] || {})[row.industry] || {};

  function regionsOf(row) {
    if (row.region_type === "hu_line") return row.regions.map((id) => dti.t("industry.side_" + id)).join(dti.t("method.comma"));
    const known = row.regions.map((id) => dti.find(row.region_type, id)).filter(Boolean);
    return known.map((region, at) => html`${at > 0 && dti.t("method.comma")}<${dti.ui.Region} key=${region.id} region=${region} />`);
  }

  function tableRow(row) {
    const of = figures(row);
    const name = { zh: row.name_zh, en: row.name_en };
    const isFirst = row.part === "whole" || (row.kind === "line" && row.part === "southeast");
    return {
      id: row.formation + "/" + row.part,
      source: row,
      name: dti.name(name),
      kind: dti.t("industry.kind_" + row.kind),
      part: dti.name({ zh: row.part_zh, en: row.part_en }),
      points: dti.at(of.points),
      share: dti.at(of.share_of_nation),
      lq: dti.at(of.location_quotient),
      yoy: dti.at(of.yoy),
      growth: dti.at(of.growth),
      lines: row.source_lines.replace(/;/g, dti.t("method.comma")),
      mark: isFirst,
    };
  }

  const industryLink = (row) => html`<a href=${dti.industryHref(row.source.industry)}>${dti.name(dti.industry(row.source.industry))}</a>`;

  function FormationTable({ rows }) {
    const columns = [
      {
        key: "name",
        label: dti.t("industry.formation"),
        head: true,
        render: (row) =>
          row.mark ? html`<b>${row.name}</b> <span class="tag">${row.kind}</span>` : html`<span class="depth-1">${row.part}</span>`,
      },
      { key: "industry", label: dti.t("industry.industry"), render: (row) => row.mark && industryLink(row) },
      {
        key: "regions",
        label: dti.t("industry.regions"),
        render: (row) =>
          html`<span class="region-list">${row.mark && row.source.part === "whole" ? row.part : regionsOf(row.source)}</span>`,
      },
      { key: "points", label: dti.t("industry.points"), format: points },
      { key: "share", label: dti.t("industry.share_of_nation"), format: share },
      { key: "lq", label: dti.t("industry.lq"), format: ratio },
      { key: "yoy", label: dti.t("industry.yoy"), format: growth },
      { key: "growth", label: dti.t("industry.growth"), format: growth },
      { key: "lines", label: dti.t("industry.lines") },
    ];
    return html`<${dti.ui.Table} id="formation-table" caption=${dti.t("industry.formation_caption", view.said())}
      columns=${columns} rows=${rows} sortable=${false}
      note=${dti.sourceLine(["gold.formations", "gold.formation_values"])} />`;
  }

  /** The share of each formation as a whole in its industry over the quarters; of the line, its northwest. */
  function Shares({ list }) {
    const wholes = list.filter((row) => row.part === "whole" || (row.part === "northwest" && row.kind === "line"));
    const quarters = dti.quarters().map((quarter) => quarter.id);
    const of = (row) => quarters.map((quarter) => dti.at(figures(row).share_of_nation, quarter));
    const label = (row) =>
      dti.name({ zh: row.name_zh, en: row.name_en }) + (row.kind === "line" ? " · " + dti.name({ zh: row.part_zh, en: row.part_en }) : "");
    const rows = quarters.map((period, at) =>
      Object.assign({ period }, Object.fromEntries(wholes.map((row) => [row.formation, of(row)[at]]))),
    );
    const columns = [{ key: "period", label: dti.t("picker.period"), format: dti.format.period, head: true }].concat(
      wholes.map((row) => ({ key: row.formation, label: label(row), format: share })),
    );
    const where = { index: dti.industries.nodes()[0].index, node: dti.industries.nodes()[0].id, is_own_industry: true, period: quarters };
    const option = () =>
      Object.assign(
        dti.draw.series({ periods: quarters, lines: wholes.map((row) => ({ name: label(row), values: of(row) })), format: share }),
      );
    return html`<${dti.ui.Chart} id="formation-shares" title=${dti.t("industry.formation_title")} unit=${dti.t("industry.formation_unit")}
      source="gold.formation_values" columns=${columns} rows=${rows}
      height=${400} query=${{ table: "gold.formation_values", where, columns: ["formation", "part", "period", "share_of_nation"] }}
        option=${option} />`;
  }

  /** The section of the formations. */
  view.Formations = function () {
    const list = dti.data.formations.list;
    return html`<${dti.ui.Section} id="formations" title=${dti.t("industry.formations")} about=${dti.t("industry.formations_about")}>
      <${FormationTable} rows=${list.map(tableRow)} /><${Shares} list=${list} />
    <//>`;
  };
})();
