"use strict";
/* Charts over time and along a line: series, ranks, Lorenz curve. */
(function () {
  const draw = dti.draw;

  const lineOf = (line, at, hasEnds) => ({
    type: "line",
    name: line.name,
    data: line.values,
    symbol: "circle",
    symbolSize: 5,
    showSymbol: line.values.length <= 16,
    connectNulls: false,
    emphasis: { focus: "series" },
    z: line.strong ? 3 : 2,
    lineStyle: { width: line.strong ? 3 : 2, type: line.dashed ? "dashed" : "solid", color: line.colour },
    itemStyle: { color: line.colour },
    endLabel: {
      show: hasEnds,
      formatter: () => line.name,
      color: line.colour || draw.palette()[at % 8],
      distance: 6,
      fontSize: 12,
    },
    labelLayout: { moveOverlap: "shiftY" },
  });

  const last = (values) => values.reduce((found, value) => (typeof value === "number" ? value : found), null);

  /** Whether names at the ends of lines would not lie on each other: then they stand there, else in a legend. */
  function areApart(lines) {
    const all = lines.flatMap((line) => line.values).filter((value) => typeof value === "number");
    const reach = Math.max(...all, 0) - Math.min(...all, 0);
    const ends = lines.map((line) => last(line.values)).sort((a, b) => a - b);
    return ends.every((end, at) => at === 0 || end - ends[at - 1] > 0.055 * reach);
  }

  /**
   * Lines over periods: periods [ids], lines [{name, values, colour, dashed, strong}]; zero: the axis starts at 0;
   * marks: levels with names [{value, name}]; inverse: the least on top, as for ranks.
   */
  draw.series = function ({ periods, lines, format, zero = true, marks = [], inverse = false }) {
    const hasEnds = !draw.isNarrow() && lines.length > 1 && lines.length <= 8 && areApart(lines);
    const tip = (items) =>
      draw.tip(
        dti.format.period(items[0].axisValue),
        items.filter((item) => item.value !== undefined).map((item) => [item.seriesName, format(item.value), item.color]),
      );
    const series = lines.map((line, at) => lineOf(line, at, hasEnds));
    if (series.length && marks.length) series[0].markLine = markLine(marks);
    return draw.base({
      tooltip: draw.tooltip("axis", tip),
      legend: lines.length > 1 && !hasEnds ? draw.legend(lines.map((line) => line.name)) : { show: false },
      grid: { left: 8, right: hasEnds ? 132 : 30, top: lines.length > 1 && !hasEnds ? 36 : 16, bottom: 8, containLabel: true },
      xAxis: draw.names({ data: periods, boundaryGap: false, format: dti.format.shortPeriod }),
      yAxis: draw.amounts({ format, scale: !zero, inverse, min: inverse ? 1 : undefined, minInterval: inverse ? 1 : undefined }),
      series,
    });
  };

  const markLine = (marks) => ({
    silent: true,
    symbol: "none",
    lineStyle: { color: dti.css("--ink-3"), type: "dotted" },
    label: { formatter: (mark) => mark.name, color: dti.css("--ink-2"), position: "insideStartTop" },
    data: marks.map((mark) => ({ yAxis: mark.value, name: mark.name })),
  });

  /** A line of ranks: every place bears its rank, the last one the name too. */
  function rankLine(line, { at, depth, faint }) {
    const colour = line.colour || draw.palette()[at % 8];
    const isFaint = faint && !line.strong;
    const values = line.ranks.map((rank) => (rank !== null && rank <= depth ? rank : null));
    const drawn = lineOf({ name: line.name, values, colour, strong: line.strong }, at, true);
    drawn.labelLayout = {};
    drawn.showSymbol = true;
    drawn.symbolSize = draw.isNarrow() ? 14 : 18;
    drawn.lineStyle.opacity = isFaint ? 0.4 : 1;
    drawn.itemStyle = { color: colour, opacity: isFaint ? 0.75 : 1 };
    drawn.label = {
      show: true,
      position: "inside",
      color: draw.textOn(colour),
      fontSize: draw.isNarrow() ? 9 : 10,
      formatter: (item) => item.value,
    };
    drawn.endLabel = Object.assign(drawn.endLabel, {
      distance: draw.isNarrow() ? 10 : 14,
      color: dti.css("--ink"),
      fontWeight: line.strong ? 700 : 400,
    });
    return drawn;
  }

  /** Ranks over periods, first on top: lines [{name, ranks, colour, strong}]; depth: the lowest rank shown. */
  draw.bump = function ({ periods, lines, depth = 10 }) {
    const side = draw.isNarrow() ? 76 : 120;
    const faint = lines.some((line) => line.strong);
    const series = lines.map((line, at) => rankLine(line, { at, depth, faint }));
    const tip = (item) =>
      draw.tip(item.seriesName, [[dti.format.period(item.name), dti.t("draw.rank", { rank: item.value }), item.color]]);
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      grid: { left: 24, right: side, top: 4, bottom: 8, containLabel: true },
      xAxis: draw.names({ data: periods, boundaryGap: false, format: dti.format.shortPeriod }),
      yAxis: draw.amounts({ inverse: true, min: 0.5, max: depth + 0.5, lines: false, axisLabel: { show: false } }),
      series,
    });
  };

  /** The Lorenz curves of values, one each for curves [{name, values, colour}]; the diagonal is equality. */
  draw.lorenz = function ({ curves, share = dti.format.share }) {
    const equal = {
      type: "line",
      name: dti.t("draw.equal"),
      data: [
        [0, 0],
        [1, 1],
      ],
      showSymbol: false,
      lineStyle: { color: dti.css("--ink-3"), type: "dashed", width: 1 },
      itemStyle: { color: dti.css("--ink-3") },
    };
    const lines = curves.map((curve) => ({
      type: "line",
      name: curve.name,
      data: draw.lorenzPoints(curve.values),
      showSymbol: false,
      lineStyle: { width: 2, color: curve.colour },
      itemStyle: { color: curve.colour },
      emphasis: { focus: "series" },
    }));
    const tip = (items) =>
      draw.tip(
        dti.t("draw.lorenz.cities", { share: share(items[0].value[0]) }),
        items.map((item) => [item.seriesName, share(item.value[1]), item.color]),
      );
    return draw.base({
      tooltip: draw.tooltip("axis", tip),
      legend: draw.legend(curves.map((curve) => curve.name)),
      grid: { left: 8, right: 24, top: 40, bottom: 28, containLabel: true },
      xAxis: draw.amounts({
        format: (value) => share(value),
        min: 0,
        max: 1,
        name: dti.t("draw.lorenz.x"),
        nameLocation: "middle",
        nameGap: 28,
      }),
      yAxis: draw.amounts({ format: (value) => share(value), min: 0, max: 1 }),
      series: lines.concat(equal),
    });
  };

  /** Points of a Lorenz curve: share of members, smallest first, against their share of the sum. */
  draw.lorenzPoints = function (values) {
    const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
    const sum = sorted.reduce((total, value) => total + value, 0);
    let running = 0;
    const points = sorted.map((value, at) => {
      running += value;
      return [(at + 1) / sorted.length, sum ? running / sum : 0];
    });
    return [[0, 0]].concat(points);
  };
})();
