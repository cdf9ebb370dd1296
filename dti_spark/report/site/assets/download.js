"use strict";
/* Files that a reader takes away: the rows as CSV, the chart as PNG with title, source and citation drawn in. */
(function () {
  /** A cell of CSV. Text that a spreadsheet would run as a formula gets an apostrophe before it. */
  function cell(value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(value);
    const text = /^[\s]*[=+\-@\t\r]/.test(String(value)) ? "'" + value : String(value);
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  /** The head of a column: shares and rates are fractions in the file, whatever they are on the page. */
  function head(column) {
    const isPart = [dti.format.share, dti.format.growth, dti.format.percentagePoints].includes(column.format);
    return isPart ? dti.t("csv.fraction", { label: column.label.replace(/\s*[（(][^（(]*[）)]$/, "") }) : column.label;
  }

  /** The rows of a chart as CSV with a byte order mark, so that spreadsheets read the Chinese. */
  dti.csv = function (columns, rows) {
    const lines = [columns.map((column) => cell(head(column)))].concat(
      rows.map((row) => columns.map((column) => cell(row[column.key]))),
    );
    return "\ufeff" + lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
  };

  /** Hands a file to the reader. */
  dti.save = function (name, content, type) {
    const link = document.createElement("a");
    const address = typeof content === "string" && type ? URL.createObjectURL(new Blob([content], { type })) : content;
    link.href = address;
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    if (type) setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  /** The name of a file of this release and period. */
  dti.fileName = function (id, ending) {
    const page = document.body.dataset;
    const release = dti.data.core.release;
    return (
      ["dti", release.name, page.region || page.industry || page.page, id, dti.state.period].join("-") +
      "." +
      ending
    );
  };

  /** Breaks text into lines that fit a width; Chinese breaks at any sign, so the text is taken sign by sign, words kept whole. */
  function broken(pen, text, width) {
    const lines = [""];
    (text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) || []).forEach((piece) => {
      const longer = lines[lines.length - 1] + piece;
      if (pen.measureText(longer).width > width && lines[lines.length - 1]) lines.push(piece);
      else lines[lines.length - 1] = longer;
    });
    return lines;
  }

  function block(pen, text, size, weight, width) {
    pen.font = `${weight} ${size}px ${dti.css("--font")}`;
    return { lines: broken(pen, text, width), size, weight };
  }

  const tall = (part) => part.lines.length * part.size * 1.45;

  function draw(pen, part, x, top, colour) {
    pen.font = `${part.weight} ${part.size}px ${dti.css("--font")}`;
    pen.fillStyle = colour;
    part.lines.forEach((line, at) => pen.fillText(line, x, top + part.size * (1.1 + 1.45 * at)));
    return top + tall(part);
  }

  function picture(option, width, height) {
    const holder = document.createElement("div");
    const chart = echarts.init(holder, null, { renderer: "canvas", width, height });
    chart.setOption(Object.assign({}, option, { animation: false }));
    const canvas = chart.renderToCanvas({ pixelRatio: 2, backgroundColor: dti.css("--paper") });
    chart.dispose();
    return canvas;
  }

  /** A chart as a PNG address: title above, source and citation below. */
  dti.png = function ({ title, unit, source, citation, option, width, height }) {
    const edge = 24;
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const head = [block(pen, title, 20, 600, width), block(pen, unit || "", 13, 400, width)];
    const foot = [block(pen, source, 12, 400, width), block(pen, citation, 12, 400, width)];
    const above = edge + head.reduce((sum, part) => sum + tall(part), 0) + 8;
    canvas.width = 2 * (width + 2 * edge);
    canvas.height = 2 * (above + height + 12 + foot.reduce((sum, part) => sum + tall(part), 0) + edge);
    pen.scale(2, 2);
    pen.fillStyle = dti.css("--paper");
    pen.fillRect(0, 0, canvas.width, canvas.height);
    let top = edge;
    top = draw(pen, head[0], edge, top, dti.css("--ink"));
    draw(pen, head[1], edge, top, dti.css("--ink-2"));
    pen.drawImage(picture(option, width, height), edge, above, width, height);
    top = above + height + 12;
    foot.forEach((part) => (top = draw(pen, part, edge, top, dti.css("--ink-2"))));
    return canvas.toDataURL("image/png");
  };
})();
