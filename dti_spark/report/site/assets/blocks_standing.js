"use strict";
/* Where each city stands: ranks over time, boxes in boxes, city by quarter. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;

  /** Ranks over the quarters of cities that are among the first at the chosen period; measure: rank, rank_in_cluster or rank_in_province. */
  blocks.Bump = function ({ cities = dti.regionsOf("city"), measure = "rank", depth = 15, title, marked = [] }) {
    const rank = (city) => dti.measure("city", city.id, dti.state.node, measure);
    const shown = cities.filter((city) => rank(city) !== null && rank(city) <= depth).sort((a, b) => rank(a) - rank(b));
    const lines = shown.map((city) => ({
      key: city.id,
      name: dti.name(city),
      ranks: dti.overQuarters(dti.seriesOf("city", city.id, dti.state.node, measure)),
      strong: marked.includes(city.id),
    }));
    const periods = dti.quarters().map((quarter) => quarter.id);
    const lowest = Math.min(depth + 8, Math.max(1, ...lines.flatMap((line) => line.ranks)));
    const columns = [{ key: "period", label: dti.t("picker.period"), format: dti.format.period }].concat(
      lines.map((line) => ({ key: line.key, label: line.name, format: dti.format.rank })),
    );
    const rows = periods.map((period, at) =>
      Object.fromEntries([["period", period]].concat(lines.map((line) => [line.key, line.ranks[at]]))),
    );
    const where = blocks.where({
      region_type: "city",
      period_type: "quarter",
      node: dti.state.node,
      region: shown.map((city) => city.id),
    });
    return html`<${dti.ui.Chart}
      id="bump"
      title=${title}
      unit=${dti.t("unit.rank")}
      source="gold.rankings"
      wide=${true}
      height=${Math.max(160, 26 * lowest + 50)}
      columns=${columns}
      rows=${lines.length ? rows : []}
      query=${{ table: "gold.rankings", where, columns: ["period", "region", measure] }}
      option=${() => dti.draw.bump({ periods, lines, depth: lowest })}
    />`;
  };

  /** Cities by quarters, coloured by growth on a year before. */
  blocks.Heat = function ({ cities, title, limit = 30 }) {
    const measured = (city) => dti.measure("city", city.id, dti.state.node, "value") || 0;
    const shown = cities
      .slice()
      .sort((a, b) => measured(b) - measured(a))
      .slice(0, limit);
    const quarters = dti.quarters().map((quarter) => quarter.id);
    const grown = quarters.filter((quarter) => dti.measure("nation", "CN", dti.state.node, "yoy", quarter) !== null);
    const lines = shown.map((city) => ({
      id: city.id,
      name: dti.name(city),
      href: dti.regionHref(city),
      values: grown.map((quarter) => dti.measure("city", city.id, dti.state.node, "yoy", quarter)),
    }));
    const columns = [{ key: "name", label: dti.t("name.city"), link: (row) => row.href }].concat(
      grown.map((quarter) => ({ key: quarter, label: dti.format.period(quarter), format: dti.format.growth })),
    );
    const rows = lines.map((line) =>
      Object.assign(
        { id: line.id, name: line.name, href: line.href },
        Object.fromEntries(grown.map((quarter, at) => [quarter, line.values[at]])),
      ),
    );
    return html`<${dti.ui.Chart}
      id="heat"
      title=${title}
      unit=${dti.t("unit.yoy")}
      about=${dti.t("heat.about", { count: shown.length })}
      source="gold.growth"
      wide=${true}
      height=${24 * shown.length + 80}
      columns=${columns}
      rows=${grown.length ? rows : []}
      query=${{ table: "gold.growth", where: blocks.where({ region_type: "city", period: grown, node: dti.state.node, region: shown.map((city) => city.id) }), columns: ["region", "period", "yoy"] }}
      option=${() => dti.draw.heat({ columns: grown, rows: lines, format: dti.format.growth, diverging: true, middle: 0 })}
    />`;
  };

  function boxes() {
    const economic = dti.regionsOf("economic_region").map((region) => region.id);
    return dti
      .regionsOf("province")
      .map((province) => ({
        name: dti.name(province),
        colour: dti.draw.boxes()[Math.max(0, economic.indexOf(province.economic)) % 8],
        children: dti
          .citiesOf(province)
          .map((city) => ({ name: dti.name(city), value: dti.measure("city", city.id, dti.state.node, "value") }))
          .filter((box) => box.value > 0),
      }))
      .filter((box) => box.children.length > 0)
      .map((box) => Object.assign(box, { value: box.children.reduce((sum, child) => sum + child.value, 0) }))
      .sort((a, b) => b.value - a.value);
  }

  /** Which colour stands for which economic region, in words. */
  function colourNames() {
    return dti
      .regionsOf("economic_region")
      .map((region, at) => dti.t("colour." + (at + 1), { name: dti.name(region) }))
      .join(dti.t("list.gap"));
  }

  /** The nation in boxes of provinces in boxes of cities. */
  blocks.Treemap = function () {
    const nodes = boxes();
    const rows = nodes
      .flatMap((province) => province.children.map((city) => ({ province: province.name, city: city.name, value: city.value })))
      .sort((a, b) => b.value - a.value);
    const columns = [
      { key: "city", label: dti.t("name.city") },
      { key: "province", label: dti.t("name.province") },
      { key: "value", label: dti.t("measure.value"), format: dti.format.value },
    ];
    const words = { period: dti.format.period(dti.state.period), node: blocks.nodeName() };
    return html`<${dti.ui.Chart}
      id="treemap"
      title=${dti.t("treemap.title", words)}
      unit=${dti.t("unit.value")}
      about=${dti.t("treemap.about", { regions: colourNames() })}
      source="gold.rankings"
      wide=${true}
      height=${520}
      columns=${columns}
      rows=${rows}
      query=${{ table: "gold.rankings", where: blocks.where({ region_type: "city", period: dti.state.period, node: dti.state.node }), columns: ["region", "value"] }}
      option=${() => dti.draw.treemap({ nodes, name: dti.name(dti.find("nation", "CN")), format: dti.format.value })}
    />`;
  };

  /** All four for the cities of the nation. */
  blocks.Standing = function () {
    const cities = dti.regionsOf("city");
    const words = { node: blocks.nodeName() };
    return html`<${dti.ui.Section} id="standing" title=${dti.t("cities.standing")}>
      <div class="grid">
        <${blocks.Scatter} /><${blocks.Bump} title=${dti.t("bump.title", words)} /><${blocks.Treemap} /><${blocks.Heat}
          cities=${cities}
          title=${dti.t("heat.title", words)}
        />
      </div>
    <//>`;
  };
})();
