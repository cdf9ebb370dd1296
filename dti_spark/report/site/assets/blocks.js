"use strict";
/* Blocks that several pages share: charts with their rows, columns and query made from few facts. */
(function () {
  const html = dti.html;
  const blocks = (dti.blocks = {});

  /** The growth that a period has: the report's headline (mean of two years), else that on a year before. */
  blocks.growthMeasure = function () {
    const nation = (measure) => dti.measure("nation", "CN", dti.rootNode().id, measure);
    return nation("growth") !== null ? "growth" : "yoy";
  };

  /** "up 33.1%" in words; "–" without a value. */
  blocks.grew = function (value) {
    if (value === null) return "–";
    const kind = Math.abs(value) < 0.0005 ? "level" : value > 0 ? "up" : "down";
    return dti.t("grew." + kind, { rate: dti.format.share(Math.abs(value)) });
  };

  /** The direction of a change, for its colour. */
  blocks.direction = (value) => (value > 0 ? "up" : value < 0 ? "down" : "");

  /** A name as it stands within an English sentence. */
  blocks.within = (name) => (dti.state.lang === "en" ? name.charAt(0).toLowerCase() + name.slice(1) : name);

  /** The name of the chosen node, or of another, within a sentence: the index, or a layer as such. */
  blocks.nodeName = function (id) {
    const node = dti.node(id || dti.state.node);
    return blocks.within(node.level === 1 ? dti.t("node.layer", { name: dti.name(node) }) : dti.name(node));
  };

  /** The name of a measure within a sentence. */
  blocks.measureName = (measure) => blocks.within(dti.t("measure." + measure));

  /** Where gold keeps what a region has: conditions for a query. */
  blocks.where = (more) => Object.assign({ index: dti.data.core.indices[0].id, industry: "all" }, more);

  /** A chart of lines over the quarters: lines [{key, name, values over quarters, colour, strong, dashed}]. */
  blocks.OverQuarters = function ({ lines, format, zero, inverse, marks, ...chart }) {
    const periods = dti.quarters().map((quarter) => quarter.id);
    const columns = [{ key: "period", label: dti.t("picker.period"), format: dti.format.period }].concat(
      lines.map((line) => ({ key: line.key, label: line.name, format })),
    );
    const rows = periods.map((period, at) =>
      Object.fromEntries([["period", period]].concat(lines.map((line) => [line.key, line.values[at]]))),
    );
    const isThere = lines.some((line) => line.values.some((value) => value !== null && value !== undefined));
    return html`<${dti.ui.Chart}
      ...${chart}
      columns=${columns}
      rows=${isThere ? rows : []}
      option=${() => dti.draw.series({ periods, lines, format, zero, inverse, marks })}
    />`;
  };

  /** A chart of bars: rows [{id, name, value, href, mark, colour}] in the order given; label says what the value is. */
  blocks.Bars = function ({ rows, format, label, nameLabel, signed, base, ...chart }) {
    const columns = [
      { key: "name", label: nameLabel, link: (row) => row.href },
      { key: "value", label, format },
    ];
    const height = chart.height || Math.max(120, 28 * rows.length + 16);
    return html`<${dti.ui.Chart}
      ...${chart}
      height=${height}
      columns=${columns}
      rows=${rows}
      option=${() => dti.draw.bars({ rows, format, label, signed, base })}
    />`;
  };

  /** A chart of bars made of parts: parts [{key, name, values, colour}] over categories [names] or periods. */
  blocks.Parts = function ({ categories, categoryLabel, categoryFormat, parts, format, share, upright, ...chart }) {
    const columns = [{ key: "category", label: categoryLabel, format: categoryFormat }].concat(
      parts.map((part) => ({ key: part.key, label: part.name, format })),
    );
    const rows = categories.map((category, at) =>
      Object.fromEntries([["category", category]].concat(parts.map((part) => [part.key, part.values[at]]))),
    );
    const axisFormat = categoryFormat === dti.format.period ? dti.format.shortPeriod : categoryFormat;
    return html`<${dti.ui.Chart}
      ...${chart}
      columns=${columns}
      rows=${rows}
      option=${() => dti.draw.stacked({ categories, parts, format, share, upright, categoryFormat: axisFormat })}
    />`;
  };

  const lineOfNode = (type, id, measure) => (node) => ({
    key: node.id,
    name: node.level === 0 ? dti.t("picker.whole") : dti.name(node),
    values: dti.overQuarters(dti.seriesOf(type, id, node.id, measure)),
    colour: dti.draw.nodeColour(node.id),
    strong: node.level === 0,
  });

  /** What tells the rows of nodes of a region in every quarter. */
  const whereQuarters = (region, nodes) =>
    blocks.where({
      region_type: region.type,
      region: region.id,
      period_type: "quarter",
      node: nodes.map((node) => node.id),
    });

  /** The index of a region and its layers over the quarters. */
  blocks.Layers = function ({ region, wide }) {
    const nodes = dti.layers();
    const where = whereQuarters(region, nodes);
    return html`<${blocks.OverQuarters}
      id="layers"
      wide=${wide}
      title=${dti.t("layers.title", { region: dti.name(region) })}
      unit=${dti.t("unit.points")}
      source="gold.rankings"
      query=${{ table: "gold.rankings", where, columns: ["period", "node", "value"] }}
      lines=${nodes.map(lineOfNode(region.type, region.id, "value"))}
      format=${dti.format.value}
    />`;
  };

  /** Growth on a year before of a region's index and layers over the quarters. */
  blocks.Growth = function ({ region }) {
    const nodes = dti.layers();
    const where = whereQuarters(region, nodes);
    return html`<${blocks.OverQuarters}
      id="yoy"
      title=${dti.t("yoy.title", { region: dti.name(region) })}
      unit=${dti.t("unit.yoy")}
      source="gold.growth"
      query=${{ table: "gold.growth", where, columns: ["period", "node", "yoy"] }}
      lines=${nodes.map(lineOfNode(region.type, region.id, "yoy"))}
      format=${dti.format.growth}
    />`;
  };

  function ratesOf(type, id) {
    const rate = (measure) => dti.measure(type, id, dti.state.node, measure);
    return { yoy: rate("yoy"), qoq: rate("qoq"), growth: rate("growth"), value: rate("value"), share: rate("share_of_nation") };
  }

  /** The first figures of any region: value, growth, and what the page adds. */
  blocks.Heads = function ({ region, children }) {
    const { value, yoy, qoq, growth } = ratesOf(region.type, region.id);
    const rate = (word, number) =>
      number !== null &&
      html`<${dti.ui.Figure}
        label=${dti.t("measure." + word)}
        value=${dti.format.growth(number)}
        note=${dti.t("note." + word)}
        direction=${blocks.direction(number)}
      />`;
    return html`<${dti.ui.Figures}>
      <${dti.ui.Figure}
        label=${dti.t("node.plain", { node: blocks.nodeName() })}
        value=${dti.format.value(value)}
        note=${dti.t("note.value", { base: dti.format.period(dti.data.core.base) })}
      />
      ${rate("yoy", yoy)} ${rate("qoq", qoq)} ${rate("growth", growth)} ${children}
    <//>`;
  };
})();
