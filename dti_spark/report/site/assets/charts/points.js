"use strict";
/* Points in a plane and boxes in boxes. */
(function () {
  const draw = dti.draw;

  function quadrants(at) {
    const corner = (name, x, y) => ({ name, x, y });
    return at ? [corner(at.labels[0], "right", "top"), corner(at.labels[1], "left", "top"), corner(at.labels[2], "left", "bottom"), corner(at.labels[3], "right", "bottom")] : [];
  }

  const cornerText = (corner) => ({
    type: "text",
    silent: true,
    [corner.x]: corner.x === "left" ? 64 : 28,
    [corner.y]: corner.y === "top" ? 44 : 52,
    style: { text: corner.name, fill: dti.css("--ink-2"), font: `600 12px ${dti.css("--font")}` },
  });

  function cross(at) {
    const line = { color: dti.css("--ink-3"), type: "dashed" };
    return { silent: true, symbol: "none", lineStyle: line, label: { show: false }, data: [{ xAxis: at.x }, { yAxis: at.y }] };
  }

  /**
   * Points {name, x, y, group, href, strong}: x and y {label, format, log}; groups [{id, name, colour}];
   * quadrants {x, y, labels: [right top, left top, left bottom, right bottom]}; strong points bear their name.
   */
  draw.scatter = function ({ points, x, y, groups, quadrants: at }) {
    const kinds = groups || [{ id: undefined, name: "" }];
    const tip = (item) => draw.tip(item.name, [[x.label, x.format(item.value[0])], [y.label, y.format(item.value[1])]].concat(groups ? [[item.seriesName, "", item.color]] : []));
    const series = kinds.map((kind, place) => ({
      type: "scatter",
      name: kind.name,
      data: points.filter((point) => !groups || point.group === kind.id).map((point) => ({ name: point.name, value: [point.x, point.y], href: point.href, label: { show: Boolean(point.strong) }, symbolSize: point.strong ? 11 : 7 })),
      itemStyle: { color: kind.colour || draw.palette()[place % 8], opacity: 0.78, borderColor: dti.css("--paper"), borderWidth: 0.5 },
      label: { formatter: (item) => item.name, position: "right", color: dti.css("--ink"), fontSize: 12, textBorderColor: dti.css("--paper"), textBorderWidth: 2 },
      labelLayout: { hideOverlap: true },
      emphasis: { label: { show: true } },
      markLine: at && place === 0 ? cross(at) : undefined,
    }));
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      legend: groups ? draw.legend(kinds.map((kind) => kind.name)) : { show: false },
      graphic: quadrants(at).map(cornerText),
      grid: { left: 8, right: 28, top: 40, bottom: 34, containLabel: true },
      xAxis: draw.amounts({ format: x.format, log: x.log, name: x.label, nameLocation: "middle", nameGap: 30, scale: true, min: x.min, max: x.max }),
      yAxis: draw.amounts({ format: y.format, log: y.log, scale: true, min: y.min, max: y.max }),
      series,
    });
  };

  /** Boxes in boxes: nodes [{name, value, children, href}]; a press opens a box, the path above leads back. */
  draw.treemap = function ({ nodes, name, format, depth = 2 }) {
    const sum = nodes.reduce((total, node) => total + node.value, 0);
    const tip = (item) => draw.tip(item.treePathInfo.map((step) => step.name).filter(Boolean).slice(1).join(" / ") || name, [[format(item.value), sum ? dti.format.share(item.value / sum) : ""]]);
    const rim = { borderColor: dti.css("--paper"), borderWidth: 1, gapWidth: 1 };
    const label = { show: true, color: "#ffffff", fontSize: 12, overflow: "truncate", formatter: (item) => item.name };
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      series: [
        {
          type: "treemap",
          name,
          data: nodes,
          leafDepth: depth,
          roam: false,
          nodeClick: "zoomToNode",
          left: 0, right: 0, top: 0, bottom: 32,
          color: dti.draw.boxes(),
          breadcrumb: { bottom: 0, left: 0, height: 22, itemStyle: { color: dti.css("--raised"), borderColor: dti.css("--rule"), textStyle: { color: dti.css("--ink") } } },
          label,
          upperLabel: { show: true, height: 20, color: "#ffffff", fontSize: 12 },
          itemStyle: rim,
          levels: [{ itemStyle: { borderWidth: 0, gapWidth: 3 }, upperLabel: { show: false } }, { itemStyle: Object.assign({}, rim, { borderColorSaturation: 0.35 }), colorSaturation: [0.35, 0.5] }, { itemStyle: rim, colorSaturation: [0.3, 0.5] }],
        },
      ],
    });
  };

  /** Colours of boxes, dark enough for white text in both themes. */
  draw.boxes = () => [1, 2, 3, 4, 5, 6, 7, 8].map((at) => dti.css("--b" + at));
})();
