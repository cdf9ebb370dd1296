"use strict";
/* Groups of cities over time: tiers and clusters. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;

  function lines(type, measure, colours) {
    return dti.regionsOf(type).map((region, at) => ({
      key: region.id,
      name: dti.name(region),
      values: dti.overQuarters(dti.seriesOf(type, region.id, dti.state.node, measure)),
      colour: colours && colours[at % colours.length],
    }));
  }

  const where = (type, more) =>
    blocks.where(Object.assign({ region_type: type, period_type: "quarter", node: dti.state.node }, more));

  /** Shares of the nation of all regions of a type over the quarters. */
  blocks.Shares = function ({ type, id, title, wide }) {
    return html`<${blocks.OverQuarters}
      id=${id}
      title=${title}
      unit=${dti.t("unit.share")}
      source="gold.rankings"
      wide=${wide}
      height=${wide ? 420 : 340}
      lines=${lines(type, "share_of_nation", colours(type))}
      format=${dti.format.share}
      query=${{ table: "gold.rankings", where: where(type), columns: ["period", "region", "share_of_nation"] }}
    />`;
  };

  /** Eleven clusters need more colours than eight: the palette, then the same dark for the rest. */
  const colours = (type) => (type === "cluster" ? dti.draw.palette().concat(dti.draw.boxes().slice(1, 4)) : null);

  function TierTable() {
    const columns = [
      { key: "name", label: dti.t("name.tier"), head: true },
      { key: "cities", label: dti.t("measure.cities"), format: dti.format.count },
      { key: "value", label: dti.t("measure.value"), format: dti.format.value },
      { key: "share_of_nation", label: dti.t("measure.share_of_nation"), format: dti.format.share },
      { key: "per_city", label: dti.t("measure.value_per_city"), format: dti.format.value },
      { key: "yoy", label: dti.t("measure.yoy"), format: dti.format.growth },
      { key: "growth", label: dti.t("measure.growth"), format: dti.format.growth },
    ];
    const rows = dti.regionsOf("tier").map((region) => {
      const row = blocks.rowOf(region);
      return Object.assign(row, { cities: region.cities, per_city: row.value === null ? null : row.value / region.cities });
    });
    return html`<${dti.ui.Table}
      id="tier-table"
      download=${true}
      caption=${dti.t("tiers.table", { period: dti.format.period(dti.state.period), node: blocks.nodeName() })}
      columns=${columns}
      rows=${rows}
      note=${dti.sourceLine(["gold.rankings", "gold.growth"])}
    />`;
  }

  /** What part of each tier's index comes from each layer: weight times value of the layer, as the index is made. */
  function LayerMix() {
    const tiers = dti.regionsOf("tier");
    const layers = dti.layers().filter((node) => node.level === 1);
    const points = (tier, node) => {
      const value = dti.measure("tier", tier.id, node.id, "value");
      return value === null ? null : value * node.weight;
    };
    const whole = (tier) => layers.reduce((sum, node) => sum + (points(tier, node) || 0), 0);
    const parts = layers.map((node) => ({
      key: node.id,
      name: dti.name(node),
      colour: dti.draw.nodeColour(node.id),
      values: tiers.map((tier) => (whole(tier) ? points(tier, node) / whole(tier) : null)),
    }));
    return html`<${blocks.Parts}
      id="tier-layers"
      wide=${true}
      title=${dti.t("tiers.mix", { period: dti.format.period(dti.state.period) })}
      unit=${dti.t("unit.mix")}
      source="gold.contributions"
      height=${260}
      categories=${tiers.map(dti.name)}
      categoryLabel=${dti.t("name.tier")}
      parts=${parts}
      format=${dti.format.share}
      share=${true}
      query=${{ table: "gold.contributions", where: blocks.where({ region_type: "tier", period: dti.state.period, level: 1 }), columns: ["region", "node", "share_of_index"] }}
    />`;
  }

  /** The five tiers: table, shares, growth, mix of layers. */
  blocks.Tiers = function () {
    return html`<${dti.ui.Section} id="tiers" title=${dti.t("cities.tiers")} about=${dti.t("tiers.about")}>
      <${TierTable} />
      <div class="grid">
        <${blocks.Shares} type="tier" id="tier-shares" title=${dti.t("tiers.shares", { node: blocks.nodeName() })} />
        <${blocks.OverQuarters}
          id="tier-yoy"
          title=${dti.t("tiers.yoy", { node: blocks.nodeName() })}
          unit=${dti.t("unit.yoy")}
          source="gold.growth"
          lines=${lines("tier", "yoy")}
          format=${dti.format.growth}
          query=${{ table: "gold.growth", where: where("tier"), columns: ["period", "region", "yoy"] }}
        />
        <${LayerMix} />
      </div>
    <//>`;
  };
})();
