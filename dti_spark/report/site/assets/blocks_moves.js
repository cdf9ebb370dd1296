"use strict";
/* What moved an index, told by contributions: layers as steps, indicators as bars. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;

  const before = () => {
    const period = dti.period();
    const year = Number(period.id.slice(0, 4)) - 1;
    return year + period.id.slice(4);
  };

  function fall(parts) {
    const root = parts[dti.rootNode().id];
    const points = dti.at(root && root.points);
    const moved = dti.at(root && root.yoy_points);
    if (points === null || moved === null) return null;
    const steps = dti
      .layers()
      .filter((node) => node.level === 1)
      .map((node) => ({ name: dti.name(node), value: dti.at(parts[node.id] && parts[node.id].yoy_points) }));
    return {
      start: { name: dti.format.shortPeriod(before()), value: points - moved },
      steps,
      end: { name: dti.format.shortPeriod(dti.state.period), value: points },
    };
  }

  /** From the index of a year before to that of the period, layer by layer; parts: node -> {points, yoy_points}. */
  blocks.Waterfall = function ({ region, parts }) {
    const steps = fall(parts);
    const rows = steps ? [steps.start, ...steps.steps, steps.end] : [];
    const columns = [
      { key: "name", label: dti.t("moves.step") },
      { key: "value", label: dti.t("unit.points.short"), format: dti.format.points },
    ];
    const where = blocks.where({ region_type: region.type, region: region.id, period: dti.state.period });
    return html`<${dti.ui.Chart}
      id="moves-layers"
      title=${dti.t("moves.layers", { region: dti.name(region), period: dti.format.period(dti.state.period) })}
      unit=${dti.t("unit.gain")}
      source="gold.contributions"
      columns=${columns}
      rows=${rows}
      height=${420}
      query=${{ table: "gold.contributions", where, columns: ["node", "level", "points", "yoy_points"] }}
      option=${() => dti.draw.waterfall(Object.assign({ format: dti.format.value, gain: dti.format.gain }, steps))}
    />`;
  };

  function inPoints(node, value) {
    return { id: node.id, name: dti.name(node), value, colour: dti.draw.nodeColour(node.parent) };
  }

  const bySize = (a, b) => b.value - a.value;

  /** How many percentage points of the growth each indicator gives; parts: node -> {yoy_contribution}. */
  blocks.Indicators = function ({ region, parts }) {
    const rows = dti
      .nodesOf(dti.data.core.indices[0].id)
      .filter((node) => node.level === 2)
      .map((node) => inPoints(node, dti.at(parts[node.id] && parts[node.id].yoy_contribution)))
      .filter((row) => row.value !== null)
      .sort(bySize);
    const where = blocks.where({ region_type: region.type, region: region.id, period: dti.state.period, level: 2 });
    return html`<${blocks.Bars}
      id="moves-indicators"
      title=${dti.t("moves.indicators", { region: dti.name(region), period: dti.format.period(dti.state.period) })}
      unit=${dti.t("unit.contribution")}
      source="gold.contributions"
      rows=${rows}
      format=${dti.format.percentagePoints}
      signed=${true}
      label=${dti.t("measure.contribution")}
      nameLabel=${dti.t("name.indicator")}
      about=${dti.t("moves.colours")}
      query=${{ table: "gold.contributions", where, columns: ["node", "yoy_contribution"] }}
    />`;
  };

  /** The layer that moved the index most, as {node, value}, or null. */
  blocks.firstMover = function (parts) {
    const moves = dti
      .layers()
      .filter((node) => node.level === 1)
      .map((node) => ({ node, value: dti.at(parts[node.id] && parts[node.id].yoy_contribution) }))
      .filter((move) => move.value !== null);
    return moves.length ? moves.reduce((most, move) => (Math.abs(move.value) > Math.abs(most.value) ? move : most)) : null;
  };
})();
