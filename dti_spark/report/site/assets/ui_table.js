"use strict";
/* Tables: sorted by any column, cut after some rows until asked for the rest, whole in print. */
(function () {
  const html = dti.html;
  const { useState } = htmPreact;

  const isNumber = (column) => Boolean(column.format) && column.format !== dti.format.text && column.format !== dti.format.period;

  function compare(a, b) {
    if (a === b) return 0;
    if (a === null || a === undefined) return 1;
    if (b === null || b === undefined) return -1;
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), dti.state.lang);
  }

  /** Rows sorted by a column; rows without a value stay last in either direction. */
  function sorted(rows, order) {
    if (!order) return rows;
    const none = (row) => row[order.key] === null || row[order.key] === undefined;
    const full = rows.filter((row) => !none(row)).sort((a, b) => compare(a[order.key], b[order.key]));
    return (order.down ? full.reverse() : full).concat(rows.filter(none));
  }

  function Head({ column, order, onOrder, sortable }) {
    const active = order && order.key === column.key;
    const direction = active ? (order.down ? "descending" : "ascending") : null;
    const kind = isNumber(column) ? "number" : "";
    if (!sortable) return html`<th scope="col" class=${kind}>${column.label}</th>`;
    const next = { key: column.key, down: active ? !order.down : isNumber(column) && column.down !== false };
    return html`<th scope="col" class=${kind} aria-sort=${direction}>
      <button type="button" class="sort" onClick=${() => onOrder(next)}>
        ${column.label}<span aria-hidden="true" class="arrow">${active ? (order.down ? "↓" : "↑") : ""}</span>
      </button>
    </th>`;
  }

  /** A move of rank is told by sign, colour and word, so that none of them is needed alone. */
  function moveClass(column, value) {
    if (column.format !== dti.format.change && column.format !== dti.format.growth && column.format !== dti.format.gain)
      return "";
    return value > 0 ? "up" : value < 0 ? "down" : "";
  }

  function Cell({ column, row, isHead }) {
    const value = row[column.key];
    const text = (column.format || dti.format.text)(value);
    const href = column.link && column.link(row);
    const inner = column.render ? column.render(row) : href ? html`<a href=${href}>${text}</a>` : text;
    if (isHead) return html`<th scope="row">${inner}</th>`;
    const kind = (isNumber(column) ? "number " : "") + moveClass(column, value);
    if (!column.bar) return html`<td class=${kind}>${inner}</td>`;
    const width = Math.max(0, Math.min(100, (100 * (value || 0)) / column.bar));
    return html`<td class=${kind + " with-bar"}>
      <span class="bar-room"><span class="bar" style=${{ width: width + "%" }}></span></span>${inner}
    </td>`;
  }

  /**
   * The bare table: caption, columns [{key, label, format, link, render, bar, head}], rows. The column with head, else
   * the first, names the row.
   */
  dti.ui.PlainTable = function ({ caption, columns, rows, limit, order, onOrder, sortable, hideCaption }) {
    const named = Math.max(
      0,
      columns.findIndex((column) => column.head),
    );
    return html`<table>
      <caption class=${hideCaption ? "hidden" : ""}>
        <span>${caption}</span>
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<${Head} key=${column.key} column=${column} order=${order} onOrder=${onOrder} sortable=${sortable} />`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, at) =>
            html`<tr key=${row.id || at} class=${(limit && at >= limit ? "beyond " : "") + (row.mark ? "marked" : "")}>
              ${columns.map((column, place) => html`<${Cell} key=${column.key} column=${column} row=${row} isHead=${place === named} />`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  };

  function saveTable(id, columns, rows) {
    dti.save(dti.fileName(id, "csv"), dti.csv(columns, rows), "text/csv;charset=utf-8");
  }

  function Foot({ note, save, caption }) {
    const word = dti.t("table.csv");
    return html`<div class="chart-foot">
      <p class="source">${note}</p>
      <div class="actions">
        ${save && html`<button type="button" class="csv" aria-label=${word + ": " + caption} onClick=${save}>${word}</button>`}
      </div>
    </div>`;
  }

  /**
   * A table of a page: sortable, cut after limit rows until the reader asks for all, with a note, a filter by text
   * (filter: its label) and, with download, its rows as CSV.
   */
  dti.ui.Table = function ({ id, caption, columns, rows, limit, note, filter, sortable = true, hideCaption, download }) {
    const [order, setOrder] = useState(null);
    const [isWhole, setWhole] = useState(false);
    const [words, setWords] = useState("");
    const named = columns.find((column) => column.head) || columns[0];
    const needle = words.trim().toLowerCase();
    const kept = needle ? rows.filter((row) => [row[named.key], row.find].join(" ").toLowerCase().includes(needle)) : rows;
    const cut = limit && !isWhole && kept.length > limit ? limit : 0;
    return html`<div class="table" id=${id}>
      ${filter && html`<label class="filter"><span>${filter}</span><input type="search" value=${words} onInput=${(event) => setWords(event.target.value)} /></label>`}
      <div class="table-scroll" tabindex="0" role="region" aria-label=${caption}>
        <${dti.ui.PlainTable}
          caption=${caption}
          columns=${columns}
          rows=${sorted(kept, order)}
          limit=${cut}
          order=${order}
          onOrder=${setOrder}
          sortable=${sortable}
          hideCaption=${hideCaption}
        />
      </div>
      ${kept.length === 0 && html`<p class="empty">${dti.t("table.none")}</p>`}
      ${
        limit &&
        kept.length > limit &&
        html`<button type="button" class="more" aria-expanded=${isWhole} onClick=${() => setWhole(!isWhole)}>
          ${isWhole ? dti.t("table.less") : dti.t("table.all", { count: dti.format.count(kept.length) })}
        </button>`
      }
      ${(note || download) && html`<${Foot} note=${note} save=${download && (() => saveTable(id, columns, rows))} caption=${caption} />`}
    </div>`;
  };
})();
