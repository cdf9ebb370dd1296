"use strict";
/* Blocks of the page of one region: its course, what moved it, strengths against others. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;

  /** The region that the page is about. */
  blocks.own = () => dti.find(document.body.dataset.regionType, document.body.dataset.region);

  /** The others that a region is compared with and that this page has loaded: [{id, label, file}]. */
  blocks.others = function (region) {
    const of = { city: ["tier", "cluster", "province"], province: ["economic"], cluster: [] }[region.type] || [];
    const pairs = of
      .filter((key) => region[key] !== undefined)
      .map((key) => [key === "economic" ? "economic_region" : key, region[key]]);
    return pairs
      .concat([["nation", "CN"]])
      .map(([type, id]) => ({ id: type, region: dti.find(type, id), file: dti.region(type, id) }))
      .filter((other) => other.region && other.file)
      .map((other) => Object.assign(other, { label: dti.name(other.region) }));
  };

  const spoken = (other) =>
    other.id === "tier" || other.id === "cluster" ? dti.t("against." + other.id + ".name", { name: other.label }) : other.label;

  const valueOf = (file, node) => dti.at(file.nodes[node] && file.nodes[node].value);

  /** How much larger a part an indicator has here than there: 0 = the same, 1 = twice. */
  function specialisation(own, other, node) {
    const root = dti.rootNode().id;
    const [here, whole, there, all] = [valueOf(own, node), valueOf(own, root), valueOf(other, node), valueOf(other, root)];
    return whole && there && all && here !== null ? here / whole / (there / all) - 1 : null;
  }

  /** What tells the rows of two regions in the period of the page. */
  const whereBoth = (one, other) =>
    blocks.where({ region_type: [one.type, other.type], region: [one.id, other.id], period: dti.state.period });

  function Strength({ region, own, other }) {
    const rows = dti
      .nodesOf(dti.data.core.indices[0].id)
      .filter((node) => node.level === 2)
      .map((node) => ({ id: node.id, name: dti.name(node), value: specialisation(own, other.file, node.id) }))
      .filter((row) => row.value !== null)
      .sort((a, b) => b.value - a.value);
    const words = { region: dti.name(region), other: spoken(other), period: dti.format.period(dti.state.period) };
    const where = whereBoth(region, other.region);
    return html`<${blocks.Bars}
      id="strengths"
      title=${dti.t("strength.title", words)}
      unit=${dti.t("strength.unit", words)}
      source="gold.rankings"
      rows=${rows}
      signed=${true}
      format=${dti.format.growth}
      label=${dti.t("strength.label")}
      nameLabel=${dti.t("name.indicator")}
      about=${strengthText(rows, words)}
      query=${{ table: "gold.rankings", where, columns: ["region_type", "region", "node", "value"] }}
    />`;
  }

  function strengthText(rows, words) {
    if (rows.length === 0) return null;
    const first = rows[0];
    const last = rows[rows.length - 1];
    return dti.t("strength.text", Object.assign({ strong: first.name, weak: last.name }, words));
  }

  function YoyAgainst({ region, own, other }) {
    const yoy = (file, node) => dti.at(file.nodes[node] && file.nodes[node].yoy);
    const rows = dti
      .nodesOf(dti.data.core.indices[0].id)
      .map((node) => ({ id: node.id, node, here: yoy(own, node.id), there: yoy(other.file, node.id) }))
      .filter((row) => row.here !== null && row.there !== null && row.node.level === 2)
      .map((row) => ({ id: row.id, name: dti.name(row.node), value: row.here - row.there }))
      .sort((a, b) => b.value - a.value);
    const words = { region: dti.name(region), other: spoken(other), period: dti.format.period(dti.state.period) };
    const where = whereBoth(region, other.region);
    return html`<${blocks.Bars}
      id="yoy-against"
      title=${dti.t("yoyagainst.title", words)}
      unit=${dti.t("yoyagainst.unit", words)}
      source="gold.growth"
      rows=${rows}
      signed=${true}
      format=${dti.format.percentagePoints}
      label=${dti.t("yoyagainst.label")}
      nameLabel=${dti.t("name.indicator")}
      query=${{ table: "gold.growth", where, columns: ["region_type", "region", "node", "yoy"] }}
    />`;
  }

  /** Strengths and weaknesses of a region against those that it is compared with, one at a time. */
  blocks.Strengths = function ({ region, file }) {
    const others = blocks.others(region);
    const tabs = others.map((other) => ({
      id: other.id,
      label: dti.t("against." + other.id, { name: other.label }),
      body: () =>
        html`<div class="grid">
          <${Strength} region=${region} own=${file} other=${other} /><${YoyAgainst} region=${region} own=${file} other=${other} />
        </div>`,
    }));
    return html`<${dti.ui.Section} id="strengths-section" title=${dti.t("strength.section")} about=${dti.t("strength.about")}>
      <${dti.ui.Tabs} name="against" label=${dti.t("strength.against")} tabs=${tabs} />
    <//>`;
  };

  /** What a region gives to its own growth: layers and indicators. */
  blocks.Moves = function ({ region, file }) {
    const has = dti.measure(region.type, region.id, dti.rootNode().id, "yoy") !== null;
    return html`<${dti.ui.Section} id="moves" title=${dti.t("overview.moves")} about=${dti.t("overview.moves.about")}>
      ${
        has
          ? html`<div class="grid">
              <${blocks.Waterfall} region=${region} parts=${file.contributions} /><${blocks.Indicators}
                region=${region}
                parts=${file.contributions}
              />
            </div>`
          : html`<${dti.ui.Note}>${dti.t("moves.none")}<//>`
      }
    <//>`;
  };

  /** The course of a region: its layers and their growth. */
  blocks.Course = ({ region }) =>
    html`<${dti.ui.Section} id="course" title=${dti.t("overview.course")}
      ><div class="grid"><${blocks.Layers} region=${region} /><${blocks.Growth} region=${region} /></div
    ><//>`;
})();
