"use strict";
/* The gap between the cities of a region: concentration, inequality, convergence. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;

  const where = (type, more) =>
    blocks.where(Object.assign({ region_type: type, period_type: "quarter", node: dti.state.node }, more));

  /** Lines of measures of concentration of a region: measures as in gold. */
  blocks.spreadLines = (measures, spread) =>
    measures.map((measure) => ({
      key: measure,
      name: dti.t("spread." + measure),
      values: dti.overQuarters(spread[measure] || null),
    }));

  /** A chart of measures of concentration over the quarters. */
  blocks.Spread = function ({ region, spread, id, title, unit, measures, format, ...rest }) {
    const query = {
      table: "gold.concentration",
      where: where(region.type, { region: region.id }),
      columns: ["period", ...measures],
    };
    return html`<${blocks.OverQuarters}
      id=${id}
      title=${title}
      unit=${unit}
      source="gold.concentration"
      lines=${blocks.spreadLines(measures, spread)}
      format=${format}
      query=${query}
      ...${rest}
    />`;
  };

  function Theil({ spread }) {
    const quarters = dti.quarters().map((quarter) => quarter.id);
    const series = (measure) => dti.overQuarters(spread[measure]);
    const [within, between, regions] = [
      "theil_within_provinces",
      "theil_between_provinces",
      "theil_between_economic_regions",
    ].map(series);
    const parts = [
      { key: "regions", values: regions },
      {
        key: "provinces",
        values: between.map((value, at) => (value === null || regions[at] === null ? null : value - regions[at])),
      },
      { key: "within", values: within },
    ].map((part, at) => Object.assign(part, { name: dti.t("theil." + part.key), colour: dti.draw.palette()[at] }));
    return html`<${blocks.Parts}
      id="theil"
      title=${dti.t("theil.title", { node: blocks.nodeName() })}
      unit=${dti.t("theil.unit")}
      source="gold.concentration"
      categories=${quarters}
      upright=${true}
      categoryLabel=${dti.t("picker.period")}
      categoryFormat=${dti.format.period}
      parts=${parts}
      format=${dti.format.coefficient}
      query=${{ table: "gold.concentration", where: where("nation"), columns: ["period", "theil_within_provinces", "theil_between_provinces", "theil_between_economic_regions"] }}
    />`;
  }

  function Lorenz() {
    const values = (period) => dti.regionsOf("city").map((city) => dti.measure("city", city.id, dti.state.node, "value", period));
    const base = dti.data.core.base;
    const periods = base === dti.state.period ? [base] : [base, dti.state.period];
    const curves = periods.map((period, at) => ({
      name: dti.format.period(period),
      values: values(period),
      colour: dti.draw.palette()[periods.length === 1 ? 0 : 1 - at],
    }));
    const points = curves.map((curve) => dti.draw.lorenzPoints(curve.values));
    const columns = [{ key: "x", label: dti.t("draw.lorenz.x"), format: dti.format.share }].concat(
      curves.map((curve, at) => ({ key: "y" + at, label: curve.name, format: dti.format.share })),
    );
    const rows = points[0].map((point, at) =>
      Object.fromEntries([["x", point[0]]].concat(points.map((line, place) => ["y" + place, line[at] ? line[at][1] : null]))),
    );
    return html`<${dti.ui.Chart}
      id="lorenz"
      title=${dti.t("lorenz.title", { node: blocks.nodeName() })}
      unit=${dti.t("lorenz.unit")}
      source="gold.rankings"
      height=${400}
      columns=${columns}
      rows=${rows}
      query=${{ table: "gold.rankings", where: blocks.where({ region_type: "city", period: periods, node: dti.state.node }), columns: ["period", "region", "value"] }}
      option=${() => dti.draw.lorenz({ curves })}
    />`;
  }

  /** The gap between cities: Theil split, Lorenz curve, Gini and CV, head shares, convergence. */
  blocks.Gap = function () {
    const all = dti.data.concentration && dti.data.concentration["nation/CN"];
    const spread = all && all[dti.state.node];
    if (!spread) return null;
    const chart = (id, unit, measures, format, more) =>
      html`<${blocks.Spread}
        region=${dti.find("nation", "CN")}
        spread=${spread}
        id=${id}
        title=${dti.t("gap." + id)}
        unit=${dti.t(unit)}
        measures=${measures}
        format=${format}
        ...${more}
      />`;
    const { coefficient, share } = dti.format;
    return html`<${dti.ui.Section}
      id="gap"
      title=${dti.t("cities.gap")}
      about=${dti.t("gap.about", { count: dti.regionsOf("city").length })}
    >
      <div class="grid">
        <${Theil} spread=${spread} />
        <${Lorenz} />
        ${chart("gini", "gap.gini.unit", ["gini"], coefficient, { zero: false })}
        ${chart("cv", "gap.cv.unit", ["cv"], coefficient, { zero: false })}
        ${chart("heads", "unit.share", ["first_share", "first_10_share"], share)}
        ${chart("sigma", "gap.sigma.unit", ["sigma"], coefficient, { zero: false })}
      </div>
    <//>`;
  };
})();
