"use strict";
/* Bars: of members, of parts, of steps. */
(function () {
  const draw = dti.draw;

  const nameOf = (rows) => rows.map((row) => row.name);

  function clipped(length) {
    return (text) => (String(text).length > length ? String(text).slice(0, length - 1) + "…" : text);
  }

  /** How much of a name there is room for. */
  const letters = () => (draw.isNarrow() ? 14 : draw.width < 900 ? 26 : 44);

  /** Names downwards; where bars go to both sides, their line stands at the base and the names stay at the edge. */
  const nameAxis = (rows, isTwoSided) =>
    draw.names({
      data: nameOf(rows),
      inverse: true,
      position: "left",
      axisLine: { show: isTwoSided, onZero: true, lineStyle: { color: dti.css("--ink-3") } },
      axisLabel: { color: dti.css("--ink"), interval: 0, formatter: clipped(letters()), fontSize: 12, onZero: false },
    });

  function barColour(row, isBelow) {
    return row.colour || dti.css(row.mark || isBelow ? "--c2" : "--c1");
  }

  /**
   * Horizontal bars, one for each row {name, value, href, colour, mark}; signed: below the base in the other colour;
   * base: where bars begin, 0 unless told; format writes the values.
   */
  draw.bars = function ({ rows, format, label, signed, base = 0 }) {
    const data = rows.map((row) => ({
      value: row.value - base,
      shown: row.value,
      href: row.href,
      itemStyle: { color: barColour(row, signed && row.value < base) },
      label: { position: row.value < base ? "left" : "right" },
    }));
    const tip = (item) => draw.tip(item.name, [[label || "", format(item.data.shown), item.color]]);
    const isTwoSided = rows.some((row) => row.value < base);
    const gap = isTwoSided ? ["14%", 0] : [0, 0];
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      grid: { left: 8, right: 64, top: 4, bottom: 4, containLabel: true },
      xAxis: draw.amounts({ lines: false, axisLabel: { show: false }, boundaryGap: gap }),
      yAxis: nameAxis(rows, isTwoSided),
      series: [
        {
          type: "bar",
          data,
          barMaxWidth: 18,
          label: { show: true, formatter: (item) => format(item.data.shown), color: dti.css("--ink"), fontSize: 12 },
        },
      ],
    });
  };

  /** Bars made of parts: categories [names], parts [{name, values, colour}]; share: each bar is 100 %; upright: bars stand (over periods). */
  draw.stacked = function ({ categories, parts, format, share, upright, categoryFormat }) {
    const sums = categories.map((_, at) => parts.reduce((sum, part) => sum + (part.values[at] || 0), 0));
    const scaled = (value, at) => (share ? (sums[at] ? (value || 0) / sums[at] : 0) : value);
    const tip = (items) =>
      draw.tip(
        (categoryFormat || String)(items[0].axisValue),
        items.map((item) => [item.seriesName, format(item.value), item.color]),
      );
    const names = draw.names({ data: categories, format: categoryFormat, inverse: !upright });
    const amounts = draw.amounts({ format, max: share ? 1 : undefined });
    return draw.base({
      tooltip: draw.tooltip("axis", tip),
      legend: draw.legend(parts.map((part) => part.name)),
      grid: { left: 8, right: 20, top: 36, bottom: 8, containLabel: true },
      xAxis: upright ? names : amounts,
      yAxis: upright ? amounts : names,
      series: parts.map((part) => ({
        type: "bar",
        stack: "whole",
        name: part.name,
        data: part.values.map(scaled),
        itemStyle: { color: part.colour, borderColor: dti.css("--paper"), borderWidth: 0.5 },
        barMaxWidth: upright ? 44 : 22,
        emphasis: { focus: "series" },
      })),
    });
  };

  function fallOf(start, steps) {
    let level = start.value;
    return steps.map((step) => {
      const before = level;
      level += step.value || 0;
      return { name: step.name, value: step.value, low: Math.min(before, level), size: Math.abs(step.value || 0) };
    });
  }

  /** From one value to another in steps: start and end {name, value}, steps [{name, value}]; more in blue, less in orange. */
  draw.waterfall = function ({ start, steps, end, format, gain }) {
    const falls = fallOf(start, steps);
    const total = (whole) => ({ name: whole.name, value: whole.value, low: 0, size: whole.value, isTotal: true });
    const all = [total(start), ...falls, total(end)];
    const colour = (row) => dti.css(row.isTotal ? "--ink-3" : row.value < 0 ? "--c2" : "--c1");
    const write = (row) => (row.isTotal ? format(row.value) : gain(row.value));
    const tip = (item) => draw.tip(item.name, [["", write(all[item.dataIndex]), colour(all[item.dataIndex])]]);
    const bar = (data, rest) => Object.assign({ type: "bar", stack: "fall", data, barMaxWidth: 56 }, rest);
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      grid: { left: 8, right: 12, top: 24, bottom: 8, containLabel: true },
      xAxis: draw.names({
        data: nameOf(all),
        axisLabel: {
          interval: 0,
          color: dti.css("--ink-2"),
          width: Math.max(48, draw.width / all.length - 8),
          overflow: "break",
          fontSize: 12,
        },
      }),
      yAxis: draw.amounts({ format }),
      series: [
        bar(
          all.map((row) => row.low),
          { silent: true, itemStyle: { color: "transparent" }, emphasis: { disabled: true } },
        ),
        bar(
          all.map((row) => ({ value: row.size, itemStyle: { color: colour(row) } })),
          { label: { show: true, position: "top", color: dti.css("--ink"), formatter: (item) => write(all[item.dataIndex]) } },
        ),
      ],
    });
  };
})();
