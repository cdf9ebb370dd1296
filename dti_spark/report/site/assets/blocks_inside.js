"use strict";
/* How the index is spread over the cities inside a cluster or province. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;

  /** Heads of a large region, of a small one, or of one with two centres. */
  function headMeasures(region) {
    if (region.cities > 12) return ["first_share", "ranks_2_10_share", "ranks_3_10_share", "first_10_share"];
    return region.cities > 3 ? ["first_share", "first_2_share", "ranks_2_10_share"] : ["first_share"];
  }

  function SpreadTable({ region, spread }) {
    const measures = [
      "largest_of_cities",
      "smallest_of_cities",
      "max_min",
      ...headMeasures(region),
      "hhi",
      "gini",
      "cv",
      "theil",
    ];
    const formats = {
      largest_of_cities: dti.format.value,
      smallest_of_cities: dti.format.value,
      max_min: dti.format.ratio,
      hhi: dti.format.coefficient,
      gini: dti.format.coefficient,
      cv: dti.format.coefficient,
      theil: dti.format.coefficient,
    };
    const column = (measure) => ({
      key: measure,
      label: dti.t("spread." + measure),
      format: formats[measure] || dti.format.share,
    });
    const rows = dti.quarters().map((quarter) =>
      Object.fromEntries(
        [
          ["id", quarter.id],
          ["period", dti.format.period(quarter.id)],
          ["mark", quarter.id === dti.state.period],
        ].concat(measures.map((measure) => [measure, dti.at(spread[measure], quarter.id)])),
      ),
    );
    return html`<${dti.ui.Table}
      id="spread-table"
      download=${true}
      caption=${dti.t("inside.table", { region: dti.name(region), node: blocks.nodeName() })}
      sortable=${false}
      columns=${[{ key: "period", label: dti.t("picker.period"), head: true }].concat(measures.map(column))}
      rows=${rows}
      note=${dti.sourceLine("gold.concentration")}
    />`;
  }

  /** Heads, inequality and extremes of the cities of a region, over the quarters. */
  blocks.Inside = function ({ region, file }) {
    const spread = file && file.concentration && file.concentration[dti.state.node];
    if (!spread) return null;
    const words = { region: dti.name(region), node: blocks.nodeName() };
    const chart = (id, measures, format, unit, more) =>
      html`<${blocks.Spread}
        region=${region}
        spread=${spread}
        id=${id}
        title=${dti.t("inside." + id, words)}
        unit=${unit}
        measures=${measures}
        format=${format}
        ...${more}
      />`;
    return html`<${dti.ui.Section} id="inside" title=${dti.t("inside.section")} about=${dti.t("inside.about")}>
      <div class="grid">
        ${chart("heads", headMeasures(region), dti.format.share, dti.t("inside.heads.unit", words))}
        ${chart("gini", ["gini"], dti.format.coefficient, dti.t("gap.gini.unit"), { zero: false })}
        ${chart("hhi", ["hhi"], dti.format.coefficient, dti.t("inside.hhi.unit"), { zero: false })}
        ${chart("max_min", ["max_min"], dti.format.ratio, dti.t("inside.max_min.unit"))}
      </div>
      <${SpreadTable} region=${region} spread=${spread} />
    <//>`;
  };
})();
