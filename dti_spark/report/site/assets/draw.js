"use strict";
/* What all charts share: colours from the style sheet, axes, tooltips. Every builder of charts/ gives an ECharts option. */
(function () {
  /** Width and height of the plot that is being drawn; the chart sets them before it asks for an option. */
  dti.draw.width = 800;
  dti.draw.height = 340;

  /** Whether there is little room, as on a telephone. */
  dti.draw.isNarrow = () => dti.draw.width < 560;

  /** Colours for groups that have no order: eight at most. */
  dti.draw.palette = () => [1, 2, 3, 4, 5, 6, 7, 8].map((at) => dti.css("--c" + at));

  /** The fixed colour of the root and each layer, the same on every page. */
  dti.draw.nodeColour = function (id) {
    const at = dti.layers().findIndex((node) => node.id === id);
    return at <= 0 ? dti.css("--ink") : dti.draw.palette()[(at - 1) % 8];
  };

  /** Colours for amounts, few to many. */
  dti.draw.ramp = () => [1, 2, 3, 4, 5, 6].map((at) => dti.css("--s" + at));

  /** Colours for less and more than a middle. */
  dti.draw.diverging = () => [1, 2, 3, 4, 5, 6, 7].map((at) => dti.css("--d" + at));

  /** The body of a tooltip as DOM nodes, so that no text from data is read as markup: rows [[label, text, colour]]. */
  dti.draw.tip = function (title, rows) {
    const box = document.createElement("div");
    const head = box.appendChild(document.createElement("strong"));
    head.textContent = title;
    rows.forEach(([label, text, colour]) => {
      const line = box.appendChild(document.createElement("div"));
      line.className = "tip-row";
      const mark = line.appendChild(document.createElement("i"));
      mark.style.background = colour || "transparent";
      line.appendChild(document.createElement("span")).textContent = label;
      line.appendChild(document.createElement("b")).textContent = text;
    });
    return box;
  };

  /** A colour that lets what is under it be seen, without making its label pale. */
  dti.draw.sheer = (colour, share) =>
    colour +
    Math.round(255 * share)
      .toString(16)
      .padStart(2, "0");

  /** What every option starts from. */
  dti.draw.base = function (option) {
    return Object.assign(
      {
        animation: false,
        color: dti.draw.palette(),
        textStyle: { fontFamily: dti.css("--font"), color: dti.css("--ink-2"), fontSize: 12 },
        tooltip: dti.draw.tooltip("item"),
      },
      option,
    );
  };

  /** A tooltip in the colours of the page; trigger is item or axis. */
  dti.draw.tooltip = (trigger, formatter) => ({
    trigger,
    formatter,
    confine: true,
    backgroundColor: dti.css("--raised"),
    borderColor: dti.css("--rule"),
    textStyle: { color: dti.css("--ink"), fontSize: 13, fontFamily: dti.css("--font") },
    axisPointer: { type: "line", lineStyle: { color: dti.css("--ink-3") } },
    extraCssText: "box-shadow:0 2px 8px rgba(0,0,0,.15);border-radius:2px;max-width:320px;white-space:normal",
  });

  const words = () => ({ color: dti.css("--ink-2"), fontFamily: dti.css("--font"), fontSize: 12 });

  /** A number of an axis: as elsewhere, without zeros behind the point. */
  const tick = (format) => (value) =>
    (format ? format(value) : String(value)).replace(/(\.\d*?)0+(?=\D*$)/, "$1").replace(/\.(?=\D*$)/, "");

  /** An axis of numbers: format, name, log, min, max, lines (grid lines or none). */
  dti.draw.amounts = ({ format, name, log, min, max, lines = true, nameLocation = "end", ...rest } = {}) => ({
    type: log ? "log" : "value",
    name,
    nameLocation,
    nameTextStyle: words(),
    min,
    max,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: Object.assign(words(), { formatter: tick(format), hideOverlap: true }),
    splitLine: { show: lines, lineStyle: { color: dti.css("--rule") } },
    splitNumber: dti.draw.isNarrow() ? 3 : 5,
    ...rest,
  });

  /** An axis of names, in the given order. */
  dti.draw.names = ({ data, format, ...rest } = {}) => ({
    type: "category",
    data,
    axisLine: { lineStyle: { color: dti.css("--ink-3") } },
    axisTick: { show: false },
    axisLabel: Object.assign(words(), { formatter: format, hideOverlap: true }),
    splitLine: { show: false },
    ...rest,
  });

  /** The legend, above the plot. */
  dti.draw.legend = (data) => ({
    top: 0,
    left: 0,
    itemWidth: 14,
    itemHeight: 8,
    icon: "rect",
    type: "scroll",
    textStyle: words(),
    data,
    pageTextStyle: words(),
  });

  /** Breaks that put about equally many values into each class, so that a few giants do not hide all differences. */
  dti.draw.classes = function (values, count) {
    const sorted = values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b);
    if (sorted.length === 0) return [];
    const cuts = [];
    for (let at = 1; at < count; at += 1) cuts.push(sorted[Math.floor((at * sorted.length) / count)]);
    const edges = [sorted[0], ...cuts, sorted[sorted.length - 1]];
    return edges.filter((edge, at) => at === 0 || edge > edges[at - 1]);
  };

  /**
   * A key of classes for a map or heat map. Diverging colours are split at the middle that is given; where all values
   * lie on one side of it, they are amounts. Classes without a value are left out.
   */
  dti.draw.key = function ({ values, format, diverging, middle = 0, ...rest }) {
    const there = values.filter((value) => value !== null && value !== undefined);
    const isSplit = diverging && there.some((value) => value < middle) && there.some((value) => value > middle);
    const colours = isSplit ? dti.draw.diverging() : dti.draw.ramp();
    const edges = isSplit ? divergingEdges(there, middle) : dti.draw.classes(there, colours.length);
    const pieces = edges.slice(1).map((edge, at) => ({
      gte: edges[at],
      [at === edges.length - 2 ? "lte" : "lt"]: edge,
      label: format(edges[at]) + " – " + format(edge),
      color: colours[Math.round((at * (colours.length - 1)) / Math.max(1, edges.length - 2))],
    }));
    const used = pieces.filter((piece) => there.some((value) => isWithin(piece, value)));
    return {
      type: "piecewise",
      pieces: used,
      textStyle: words(),
      itemWidth: 14,
      itemHeight: 12,
      itemGap: 4,
      outOfRange: { color: dti.css("--void") },
      ...rest,
    };
  };

  const isWithin = (piece, value) => value >= piece.gte && (piece.lt === undefined ? value <= piece.lte : value < piece.lt);

  /** The colour of the class of a key that a value falls into. */
  dti.draw.colourOf = function (key, value) {
    const found = value === null || value === undefined ? null : key.pieces.find((piece) => isWithin(piece, value));
    return found ? found.color : dti.css("--void");
  };

  /** A step that reads well: 1, 2, 2.5 or 5 times a power of ten, no smaller than asked. */
  function niceStep(step) {
    const power = 10 ** Math.floor(Math.log10(step));
    return power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= step * 0.999);
  }

  /** Seven classes of one width around the middle; what lies far out goes into the end classes. */
  function divergingEdges(values, middle) {
    const far = values.map((value) => Math.abs(value - middle)).sort((a, b) => a - b);
    const step = niceStep((far[Math.floor(0.9 * (far.length - 1))] || 1) / 3);
    const inner = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5].map((steps) => middle + steps * step);
    const least = Math.min(...values);
    const most = Math.max(...values);
    return [Math.min(least, inner[0] - step), ...inner, Math.max(most, inner[5] + step)];
  }
})();
