"use strict";
/* Level against growth: where each city stands. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;

  function median(values) {
    const sorted = values.slice().sort((a, b) => a - b);
    return sorted.length ? sorted[Math.floor(sorted.length / 2)] : null;
  }

  function rowsOf(cities, growth) {
    return cities
      .map((city) => ({
        id: city.id,
        region: city,
        name: dti.name(city),
        tier: dti.name(dti.find("tier", city.tier)),
        value: dti.measure("city", city.id, dti.state.node, "value"),
        growth: dti.measure("city", city.id, dti.state.node, growth),
      }))
      .filter((row) => row.value > 0 && row.growth !== null)
      .sort((a, b) => b.value - a.value);
  }

  /** The eight largest and the four fastest: what a reader looks for first. */
  function outstanding(rows) {
    const fastest = rows.slice().sort((a, b) => b.growth - a.growth);
    return rows
      .slice(0, 8)
      .concat(fastest.slice(0, 4))
      .map((row) => row.id);
  }

  function optionOf(rows, growth, strong) {
    const points = rows.map((row) => ({
      name: row.name,
      x: row.value,
      y: row.growth,
      group: row.region.tier,
      href: dti.regionHref(row.region),
      strong: strong.includes(row.id),
    }));
    return dti.draw.scatter({
      points,
      x: { label: dti.t("scatter.x"), format: dti.format.value, log: true },
      y: { label: dti.t("measure." + growth), format: dti.format.growth },
      groups: dti.regionsOf("tier").map((tier) => ({ id: tier.id, name: dti.name(tier) })),
      quadrants: {
        x: median(rows.map((row) => row.value)),
        y: median(rows.map((row) => row.growth)),
        labels: [1, 2, 3, 4].map((at) => dti.t("scatter.quadrant." + at)),
      },
    });
  }

  /** Level against growth; cities: which, all unless told; marked: ids that bear their names, the outstanding unless told. */
  blocks.Scatter = function ({ cities = dti.regionsOf("city"), marked, title }) {
    const growth = blocks.growthMeasure();
    const rows = rowsOf(cities, growth);
    const strong = marked || outstanding(rows);
    const columns = [
      { key: "name", label: dti.t("name.city"), link: (row) => dti.regionHref(row.region) },
      { key: "tier", label: dti.t("name.tier") },
      { key: "value", label: dti.t("measure.value"), format: dti.format.value },
      { key: "growth", label: dti.t("measure." + growth), format: dti.format.growth },
    ];
    const words = { period: dti.format.period(dti.state.period), node: blocks.nodeName(), measure: blocks.measureName(growth) };
    const where = blocks.where({ region_type: "city", period: dti.state.period, node: dti.state.node });
    if (cities.length < dti.regionsOf("city").length) where.region = rows.map((row) => row.id);
    return html`<${dti.ui.Chart}
      id="scatter"
      title=${title || dti.t("scatter.title", words)}
      unit=${dti.t("scatter.unit", words)}
      about=${dti.t("scatter.about")}
      source=${["gold.rankings", "gold.growth"]}
      wide=${true}
      height=${520}
      columns=${columns}
      rows=${rows}
      option=${() => optionOf(rows, growth, strong)}
      query=${{ table: "gold.rankings", join: "gold.growth", where, columns: ["region", "value", growth] }}
    />`;
  };
})();
