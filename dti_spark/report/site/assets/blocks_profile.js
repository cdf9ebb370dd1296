"use strict";
/* Blocks of the page of one region: industries, strengths against others, DIO cells, ranks. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;

  /** The region that the page is about. */
  blocks.own = () => dti.find(document.body.dataset.regionType, document.body.dataset.region);

  /** The others that a region is compared with and that this page has loaded: [{id, label, file}]. */
  blocks.others = function (region) {
    const of = { city: ["tier", "cluster", "province"], province: ["economic"], cluster: [] }[region.type] || [];
    const pairs = of.filter((key) => region[key] !== undefined).map((key) => [key === "economic" ? "economic_region" : key, region[key]]);
    return pairs.concat([["nation", "CN"]])
      .map(([type, id]) => ({ id: type, region: dti.find(type, id), file: dti.region(type, id) }))
      .filter((other) => other.region && other.file)
      .map((other) => Object.assign(other, { label: dti.name(other.region) }));
  };

  const spoken = (other) => (other.id === "tier" || other.id === "cluster" ? dti.t("against." + other.id + ".name", { name: other.label }) : other.label);

  const valueOf = (file, node) => dti.at(file.nodes[node] && file.nodes[node].value);

  /** How much larger a part an indicator has here than there: 0 = the same, 1 = twice. */
  function specialisation(own, other, node) {
    const root = dti.rootNode().id;
    const [here, whole, there, all] = [valueOf(own, node), valueOf(own, root), valueOf(other, node), valueOf(other, root)];
    return whole && there && all && here !== null ? here / whole / (there / all) - 1 : null;
  }

  function Strength({ region, own, other }) {
    const rows = dti.nodesOf(dti.data.core.indices[0].id)
      .filter((node) => node.level === 2)
      .map((node) => ({ id: node.id, name: dti.name(node), value: specialisation(own, other.file, node.id) }))
      .filter((row) => row.value !== null)
      .sort((a, b) => b.value - a.value);
    const words = { region: dti.name(region), other: spoken(other), period: dti.format.period(dti.state.period) };
    const where = blocks.where({ region_type: [region.type, other.region.type], region: [region.id, other.region.id], period: dti.state.period });
    return html`<${blocks.Bars} id="strengths" title=${dti.t("strength.title", words)} unit=${dti.t("strength.unit", words)} source="gold.rankings" rows=${rows} signed=${true}
      format=${dti.format.growth} label=${dti.t("strength.label")} nameLabel=${dti.t("name.indicator")} about=${strengthText(rows, words)}
      query=${{ table: "gold.rankings", where, columns: ["region_type", "region", "node", "value"] }} />`;
  }

  function strengthText(rows, words) {
    if (rows.length === 0) return null;
    const first = rows[0];
    const last = rows[rows.length - 1];
    return dti.t("strength.text", Object.assign({ strong: first.name, weak: last.name }, words));
  }

  function YoyAgainst({ region, own, other }) {
    const yoy = (file, node) => dti.at(file.nodes[node] && file.nodes[node].yoy);
    const rows = dti.nodesOf(dti.data.core.indices[0].id)
      .map((node) => ({ id: node.id, node, here: yoy(own, node.id), there: yoy(other.file, node.id) }))
      .filter((row) => row.here !== null && row.there !== null && row.node.level === 2)
      .map((row) => ({ id: row.id, name: dti.name(row.node), value: row.here - row.there }))
      .sort((a, b) => b.value - a.value);
    const words = { region: dti.name(region), other: spoken(other), period: dti.format.period(dti.state.period) };
    const where = blocks.where({ region_type: [region.type, other.region.type], region: [region.id, other.region.id], period: dti.state.period });
    return html`<${blocks.Bars} id="yoy-against" title=${dti.t("yoyagainst.title", words)} unit=${dti.t("yoyagainst.unit", words)} source="gold.growth" rows=${rows} signed=${true}
      format=${dti.format.percentagePoints} label=${dti.t("yoyagainst.label")} nameLabel=${dti.t("name.indicator")}
      query=${{ table: "gold.growth", where, columns: ["region_type", "region", "node", "yoy"] }} />`;
  }

  /** Strengths and weaknesses of a region against those that it is compared with, one at a time. */
  blocks.Strengths = function ({ region, file }) {
    const others = blocks.others(region);
    const tabs = others.map((other) => ({
      id: other.id,
      label: dti.t("against." + other.id, { name: other.label }),
      body: () => html`<div class="grid"><${Strength} region=${region} own=${file} other=${other} /><${YoyAgainst} region=${region} own=${file} other=${other} /></div>`,
    }));
    return html`<${dti.ui.Section} id="strengths-section" title=${dti.t("strength.section")} about=${dti.t("strength.about")}>
      <${dti.ui.Tabs} name="against" label=${dti.t("strength.against")} tabs=${tabs} />
    <//>`;
  };

  function industryRows(file) {
    return Object.keys(file.industries || {})
      .map((id) => ({ id, industry: dti.industry(id), measures: file.industries[id] }))
      .filter((row) => row.industry && !row.industry.is_group)
      .map(({ id, industry, measures }) => {
        const row = { id, name: dti.name(industry), href: dti.industryHref(id) };
        ["value", "share_of_region", "location_quotient", "yoy", "growth", "share_rank"].forEach((measure) => (row[measure] = dti.at(measures[measure])));
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
    return html`<${dti.ui.Table} id="industry-table" caption=${dti.t("industries.table", words)} columns=${columns} rows=${rows} limit=${10} note=${dti.sourceLine("gold.industry_profiles")} />`;
  }

  /** The industries of a region: table, and where it is more specialised than the nation. */
  blocks.Industries = function ({ region, file }) {
    const rows = industryRows(file);
    const words = { region: dti.name(region), period: dti.format.period(dti.state.period) };
    const special = rows.filter((row) => row.location_quotient !== null)
      .map((row) => ({ id: row.id, name: row.name, href: row.href, value: row.location_quotient - 1 }))
      .sort((a, b) => b.value - a.value);
    const root = dti.data.core.indices.find((index) => index.by_industry);
    const where = { index: root && root.id, node: root && root.id, region_type: region.type, region: region.id, period: dti.state.period };
    return html`<${dti.ui.Section} id="industries" title=${dti.t("industries.section")} about=${dti.t("industries.about")}>
      <div class="grid">
        <${IndustryTable} region=${region} rows=${rows} words=${words} />
        <${blocks.Bars} id="specialisation" title=${dti.t("industries.lq", words)} unit=${dti.t("industries.lq.unit")} source="gold.industry_profiles" rows=${special} signed=${true}
          format=${dti.format.growth} label=${dti.t("industries.lq.label")} nameLabel=${dti.t("name.industry")} query=${{ table: "gold.industry_profiles", where, columns: ["industry", "location_quotient"] }} />
      </div>
    <//>`;
  };

  /** The cells of the DIO window in brief: their shares of the index, coloured by how the nation compares. */
  blocks.Window = function ({ region, file }) {
    const { dio } = dti.data;
    if (!dio || !file.dio || Object.keys(file.dio).length === 0) return null;
    const name = (list) => list.map((one) => ({ id: one.id, name: dti.name(one) }));
    const cellOf = (cell) => ({ key: cell.dio_input + "/" + cell.dio_outcome, name: dti.name({ zh: cell.name_zh, en: cell.name_en }) });
    const rows = dio.cells.map(cellOf).filter((cell) => file.dio[cell.key])
      .map((cell) => ({ id: cell.key, name: cell.name, share: dti.at(file.dio[cell.key].share_of_index), relative: dti.at(file.dio[cell.key].relative_share), points: dti.at(file.dio[cell.key].cell_points) }));
    const columns = [
      { key: "name", label: dti.t("dio.cell") },
      { key: "share", label: dti.t("dio.share"), format: dti.format.share },
      { key: "relative", label: dti.t("dio.relative"), format: dti.format.ratio },
      { key: "points", label: dti.t("unit.points.short"), format: dti.format.points },
    ];
    const cells = Object.fromEntries(rows.map((row) => [row.id, { value: row.relative, label: row.name + "\n" + dti.format.share(row.share), name: row.name }]));
    const where = { index: dti.rootNode().index, region_type: region.type, region: region.id, period: dti.state.period };
    return html`<${dti.ui.Section} id="dio" title=${dti.t("dio.section")} about=${dti.t("dio.about")}>
      <${dti.ui.Chart} id="dio-window" title=${dti.t("dio.chart", { region: dti.name(region), period: dti.format.period(dti.state.period) })} unit=${dti.t("dio.unit")} source="gold.dio_profile"
        columns=${columns} rows=${rows} height=${280} query=${{ table: "gold.dio_profile", where, columns: ["dio_input", "dio_outcome", "share_of_index", "relative_share", "cell_points"] }}
        option=${() => dti.draw.window({ inputs: name(dio.inputs), outcomes: name(dio.outcomes), cells, format: dti.format.ratio, diverging: true, middle: 1 })} />
      <p class="more-link"><a href=${dti.href("dio.html")}>${dti.t("dio.more")}</a></p>
    <//>`;
  };

  /** What a region gives to its own growth: layers and indicators. */
  blocks.Moves = function ({ region, file }) {
    const has = dti.measure(region.type, region.id, dti.rootNode().id, "yoy") !== null;
    return html`<${dti.ui.Section} id="moves" title=${dti.t("overview.moves")} about=${dti.t("overview.moves.about")}>
      ${has
        ? html`<div class="grid"><${blocks.Waterfall} region=${region} parts=${file.contributions} /><${blocks.Indicators} region=${region} parts=${file.contributions} /></div>`
        : html`<${dti.ui.Note}>${dti.t("moves.none")}<//>`}
    <//>`;
  };

  /** The course of a region: its layers and their growth. */
  blocks.Course = ({ region }) =>
    html`<${dti.ui.Section} id="course" title=${dti.t("overview.course")}><div class="grid"><${blocks.Layers} region=${region} /><${blocks.Growth} region=${region} /></div><//>`;
})();
