"use strict";
/* Points in a plane and boxes in boxes. */
(function () {
  const draw = dti.draw;

  function quadrants(at) {
    const corner = (name, x, y) => ({ name, x, y });
    return at
      ? [
          corner(at.labels[0], "right", "top"),
          corner(at.labels[1], "left", "top"),
          corner(at.labels[2], "left", "bottom"),
          corner(at.labels[3], "right", "bottom"),
        ]
      : [];
  }

  const cornerText = (corner) => ({
    type: "text",
    silent: true,
    [corner.x]: corner.x === "left" ? 64 : 28,
    [corner.y]: corner.y === "top" ? 46 : 66,
    style: { text: corner.name, fill: dti.css("--ink-2"), font: `600 12px ${dti.css("--font")}` },
  });

  function cross(at) {
    const line = { color: dti.css("--ink-3"), type: "dashed" };
    return { silent: true, symbol: "none", lineStyle: line, label: { show: false }, data: [{ xAxis: at.x }, { yAxis: at.y }] };
  }

  const pointOf = (point) => ({
    name: point.name,
    value: [point.x, point.y],
    href: point.href,
    label: { show: Boolean(point.strong) },
    symbolSize: point.strong ? 11 : 7,
  });

  /** The points of one group; the cross of the quadrants lies behind the first. */
  function cloud(kind, place, points, at) {
    const paper = dti.css("--paper");
    const colour = draw.sheer(kind.colour || draw.palette()[place % 8], 0.78);
    return {
      type: "scatter",
      name: kind.name,
      data: points.map(pointOf),
      itemStyle: { color: colour, borderColor: paper, borderWidth: 0.5 },
      label: {
        formatter: (item) => item.name,
        position: "right",
        color: dti.css("--ink"),
        fontSize: 12,
        textBorderColor: paper,
        textBorderWidth: 2,
      },
      labelLayout: { hideOverlap: true },
      emphasis: { label: { show: true } },
      markLine: at && place === 0 ? cross(at) : undefined,
    };
  }

  /**
   * Points {name, x, y, group, href, strong}: x and y {label, format, log}; groups [{id, name, colour}];
   * quadrants {x, y, labels: [right top, left top, left bottom, right bottom]}; strong points bear their name.
   */
  draw.scatter = function ({ points, x, y, groups, quadrants: at }) {
    const kinds = groups || [{ id: undefined, name: "" }];
    const tip = (item) => {
      const told = [
        [x.label, x.format(item.value[0])],
        [y.label, y.format(item.value[1])],
      ];
      return draw.tip(item.name, groups ? told.concat([[item.seriesName, "", item.color]]) : told);
    };
    const of = (kind) => points.filter((point) => !groups || point.group === kind.id);
    const series = kinds.map((kind, place) => cloud(kind, place, of(kind), at));
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      legend: groups ? draw.legend(kinds.map((kind) => kind.name)) : { show: false },
      graphic: quadrants(at).map(cornerText),
      grid: { left: 8, right: 28, top: 40, bottom: 34, containLabel: true },
      xAxis: draw.amounts({
        format: x.format,
        log: x.log,
        name: x.label,
        nameLocation: "middle",
        nameGap: 30,
        scale: true,
        min: x.min,
        max: x.max,
      }),
      yAxis: draw.amounts({ format: y.format, log: y.log, scale: true, min: y.min, max: y.max }),
      series,
    });
  };

  /** A name is written where its box has room for it; a letter of Chinese is twice as wide as one of English. */
  function hasRoom(name, part) {
    const side = Math.sqrt(part * draw.width * draw.height);
    const letters = [...name].reduce((sum, letter) => sum + (letter > "\u2e80" ? 13 : 7), 0);
    return side > 1.3 * letters + 8;
  }

  function box(node, sum) {
    const made = {
      name: node.name,
      value: node.value,
      itemStyle: { color: node.colour },
      label: { show: hasRoom(node.name, node.value / sum) },
    };
    if (node.children) made.children = node.children.map((child) => box(Object.assign({ colour: node.colour }, child), sum));
    return made;
  }

  /** Boxes in boxes: nodes [{name, value, colour, children}]; a press opens a box, the path below leads back. */
  draw.treemap = function ({ nodes, name, format }) {
    const sum = nodes.reduce((total, node) => total + node.value, 0);
    const path = (item) =>
      item.treePathInfo
        .map((step) => step.name)
        .filter(Boolean)
        .slice(1)
        .join(" / ") || name;
    const tip = (item) => draw.tip(path(item), [[format(item.value), sum ? dti.format.share(item.value / sum) : ""]]);
    const paper = dti.css("--paper");
    const bread = { color: dti.css("--raised"), borderColor: dti.css("--rule"), textStyle: { color: dti.css("--ink") } };
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      series: [
        {
          type: "treemap",
          name,
          data: nodes.map((node) => box(node, sum)),
          leafDepth: 2,
          roam: false,
          nodeClick: "zoomToNode",
          left: 0,
          right: 0,
          top: 0,
          bottom: 32,
          breadcrumb: { bottom: 0, left: 0, height: 22, itemStyle: bread, emphasis: { itemStyle: bread } },
          label: { color: "#ffffff", fontSize: 12, overflow: "truncate", formatter: (item) => item.name },
          upperLabel: { show: true, height: 20, color: dti.css("--ink"), fontSize: 12, fontWeight: 600 },
          levels: [
            { itemStyle: { borderWidth: 0, gapWidth: 4, borderColor: paper }, upperLabel: { show: false } },
            { itemStyle: { borderColor: paper, borderWidth: 1, gapWidth: 1 } },
            { itemStyle: { borderColor: paper, borderWidth: 0, gapWidth: 1 } },
          ],
        },
      ],
    });
  };

  /** Colours of boxes, dark enough for white text in both themes. */
  draw.boxes = () => [1, 2, 3, 4, 5, 6, 7, 8].map((at) => dti.css("--b" + at));
})();
