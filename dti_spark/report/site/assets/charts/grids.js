"use strict";
/* Cells in rows and columns: heat map and DIO window. */
(function () {
  const draw = dti.draw;

  /** Dark text on light cells and light text on dark ones, whatever the theme. */
  draw.textOn = function (colour) {
    const parts = /^#(..)(..)(..)$/.exec(colour);
    if (!parts) return dti.css("--ink");
    const [red, green, blue] = parts.slice(1).map((part) => parseInt(part, 16));
    return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? "#14171b" : "#ffffff";
  };

  const headed = (formatter, slant) => ({
    color: dti.css("--ink-2"),
    fontSize: 12,
    formatter,
    ...(slant ? { rotate: slant, interval: 0 } : { hideOverlap: true }),
  });

  /**
   * A cell for each row and column: columns [ids], rows [{name, values, href}]; diverging: less and more than middle;
   * columnFormat writes the columns, which are periods unless told; slant: degrees by which their names are turned.
   */
  draw.heat = function ({ columns, rows, format, diverging, middle, columnFormat, slant }) {
    const values = rows.flatMap((row) => row.values);
    const key = draw.key({ values, format, diverging, middle, orient: "horizontal", top: 0, left: 0, show: !draw.isNarrow() });
    const hasText = (draw.width - 60) / columns.length > (draw.isNarrow() ? 46 : 60);
    const data = rows.flatMap((row, y) =>
      row.values.map((value, x) => ({
        value: [x, y, value],
        href: row.href,
        label: { color: draw.textOn(draw.colourOf(key, value)) },
        itemStyle: { color: value === null ? dti.css("--void") : draw.colourOf(key, value) },
      })),
    );
    const tip = (item) =>
      draw.tip(rows[item.value[1]].name, [[(columnFormat || dti.format.period)(columns[item.value[0]]), format(item.value[2])]]);
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      visualMap: Object.assign(key, { seriesIndex: 99 }),
      grid: { left: 8, right: 8, top: draw.isNarrow() ? 28 : 64, bottom: 4, containLabel: true },
      xAxis: draw.names({
        data: columns,
        position: "top",
        axisLine: { show: false },
        axisLabel: headed(columnFormat || dti.format.shortPeriod, slant),
      }),
      yAxis: draw.names({
        data: rows.map((row) => row.name),
        inverse: true,
        axisLine: { show: false },
        axisLabel: { interval: 0, color: dti.css("--ink"), fontSize: 12 },
      }),
      series: [
        {
          type: "heatmap",
          data,
          itemStyle: { borderColor: dti.css("--paper"), borderWidth: 1 },
          label: { show: hasText, fontSize: draw.isNarrow() ? 9 : 11, formatter: (item) => format(item.value[2]) },
        },
      ],
    });
  };

  /**
   * The DIO window: inputs and outcomes [{id, name}], cells {"input/outcome": {value, label, name}}; outcomes side by
   * side, inputs downwards; an absent cell stays empty.
   */
  draw.window = function ({ inputs, outcomes, cells, format, diverging, middle }) {
    const values = Object.values(cells).map((cell) => cell.value);
    const key = draw.key({ values, format, diverging, middle, orient: "horizontal", bottom: 0, left: 0, seriesIndex: 99 });
    const cellAt = (x, y) => cells[inputs[y].id + "/" + outcomes[x].id];
    const data = inputs.flatMap((_, y) =>
      outcomes.map((__, x) => {
        const cell = cellAt(x, y);
        const colour = cell && cell.value !== null ? draw.colourOf(key, cell.value) : dti.css("--void");
        return { value: [x, y, cell ? cell.value : null], itemStyle: { color: colour }, label: { color: draw.textOn(colour) } };
      }),
    );
    const tip = (item) => {
      const cell = cellAt(item.value[0], item.value[1]);
      return draw.tip(inputs[item.value[1]].name + " × " + outcomes[item.value[0]].name, [
        [(cell && cell.name) || "", cell ? format(cell.value) : "–"],
      ]);
    };
    const label = (item) => {
      const cell = cellAt(item.value[0], item.value[1]);
      return cell ? cell.label || format(cell.value) : "–";
    };
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      visualMap: key,
      grid: { left: 8, right: 8, top: 32, bottom: 44, containLabel: true },
      xAxis: draw.names({
        data: outcomes.map((one) => one.name),
        position: "top",
        axisLine: { show: false },
        axisLabel: { interval: 0, color: dti.css("--ink"), fontSize: 13 },
      }),
      yAxis: draw.names({
        data: inputs.map((one) => one.name),
        inverse: true,
        axisLine: { show: false },
        axisLabel: { interval: 0, color: dti.css("--ink"), fontSize: 13, width: draw.isNarrow() ? 90 : 180, overflow: "break" },
      }),
      series: [
        {
          type: "heatmap",
          data,
          itemStyle: { borderColor: dti.css("--paper"), borderWidth: 2 },
          label: { show: true, fontSize: 12, lineHeight: 16, formatter: label },
        },
      ],
    });
  };
})();
