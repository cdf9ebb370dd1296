"use strict";
/* What a region is used for: its industries and the cells of the DIO window. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;

  function industryRows(file) {
    return Object.keys(file.industries || {})
      .map((id) => ({ id, industry: dti.industry(id), measures: file.industries[id] }))
      .filter((row) => row.industry && !row.industry.is_group)
      .map(({ id, industry, measures }) => {
        const row = { id, name: dti.name(industry), href: dti.industryHref(id) };
        ["value", "share_of_region", "location_quotient", "yoy", "growth", "share_rank"].forEach(
          (measure) => (row[measure] = dti.at(measures[measure])),
        );
        return row;
      })
      .filter((row) => row.value !== null)
      .sort((a, b) => b.value - a.value);
  }

  function IndustryTable({ region, rows, words }) {
    const most = Math.max(...rows.map((row) => row.share_of_region || 0), 0);
    const column = (key, format, more) => Object.assign({ key, label: dti.t("measure." + key), format }, more);
    const columns = [
      { key: "name", label: dti.t("name.industry"), head: true, link: (row) => row.href },
      column("value", dti.format.value),
      column("share_of_region", dti.format.share, { bar: most }),
      column("location_quotient", dti.format.ratio),
      column("yoy", dti.format.growth),
      column("growth", dti.format.growth),
      column("share_rank", dti.format.rank, { label: dti.t("measure.share_rank." + region.type), down: false }),
    ].filter((one) => one.key === "name" || rows.some((row) => row[one.key] !== null));
    return html`<${dti.ui.Table}
      id="industry-table"
      download=${true}
      caption=${dti.t("industries.table", words)}
      columns=${columns}
      rows=${rows}
      limit=${10}
      note=${dti.sourceLine("gold.industry_profiles")}
    />`;
  }

  /** The industries of a region: table, and where it is more specialised than the nation. */
  blocks.Industries = function ({ region, file }) {
    const rows = industryRows(file);
    const words = { region: dti.name(region), period: dti.format.period(dti.state.period) };
    const special = rows
      .filter((row) => row.location_quotient !== null)
      .map((row) => ({ id: row.id, name: row.name, href: row.href, value: row.location_quotient }))
      .sort((a, b) => b.value - a.value);
    const root = dti.data.core.indices.find((index) => index.by_industry);
    const where = {
      index: root && root.id,
      node: root && root.id,
      region_type: region.type,
      region: region.id,
      period: dti.state.period,
      industry: special.map((row) => row.id),
    };
    return html`<${dti.ui.Section} id="industries" title=${dti.t("industries.section")} about=${dti.t("industries.about")}>
      <${IndustryTable} region=${region} rows=${rows} words=${words} />
      <div class="grid">
        <${blocks.Bars}
          id="specialisation"
          wide=${true}
          title=${dti.t("industries.lq", words)}
          unit=${dti.t("industries.lq.unit")}
          source="gold.industry_profiles"
          rows=${special}
          signed=${true}
          base=${1}
          format=${dti.format.ratio}
          label=${dti.t("measure.location_quotient")}
          nameLabel=${dti.t("name.industry")}
          query=${{ table: "gold.industry_profiles", where, columns: ["industry", "location_quotient"] }}
        />
      </div>
    <//>`;
  };

  /** The cells of the DIO window in brief: their shares of the index, coloured by how the nation compares. */
  blocks.Window = function ({ region, file }) {
    const { dio } = dti.data;
    if (!dio || !file.dio || Object.keys(file.dio).length === 0) return null;
    const name = (list) => list.map((one) => ({ id: one.id, name: dti.name(one) }));
    const cellOf = (cell) => ({
      key: cell.dio_input + "/" + cell.dio_outcome,
      name: dti.name({ zh: cell.name_zh, en: cell.name_en }),
    });
    const rows = dio.cells
      .map(cellOf)
      .filter((cell) => file.dio[cell.key])
      .map((cell) => ({
        id: cell.key,
        name: cell.name,
        share: dti.at(file.dio[cell.key].share_of_index),
        relative: dti.at(file.dio[cell.key].relative_share),
        points: dti.at(file.dio[cell.key].cell_points),
      }));
    const columns = [
      { key: "name", label: dti.t("dio.cell") },
      { key: "share", label: dti.t("dio.share"), format: dti.format.share },
      { key: "relative", label: dti.t("dio.relative"), format: dti.format.ratio },
      { key: "points", label: dti.t("unit.points.short"), format: dti.format.points },
    ];
    const cells = Object.fromEntries(
      rows.map((row) => [row.id, { value: row.relative, label: row.name + "\n" + dti.format.share(row.share), name: row.name }]),
    );
    const where = { index: dti.rootNode().index, region_type: region.type, region: region.id, period: dti.state.period };
    return html`<${dti.ui.Section} id="dio" title=${dti.t("dio.section")} about=${dti.t("dio.about")}>
      <${dti.ui.Chart}
        id="dio-window"
        title=${dti.t("dio.chart", { region: dti.name(region), period: dti.format.period(dti.state.period) })}
        unit=${dti.t("dio.unit")}
        source="gold.dio_profile"
        columns=${columns}
        rows=${rows}
        height=${280}
        query=${{ table: "gold.dio_profile", where, columns: ["dio_input", "dio_outcome", "share_of_index", "relative_share", "cell_points"] }}
        option=${() => dti.draw.window({ inputs: name(dio.inputs), outcomes: name(dio.outcomes), cells, format: dti.format.ratio, diverging: true, middle: 1 })}
      />
      <p class="more-link"><a href=${dti.href("dio.html")}>${dti.t("dio.more")}</a></p>
    <//>`;
  };
})();
