"use strict";
/* The dictionary: every table with its columns and how to read it. */
(function () {
  const html = dti.html;
  const { useState } = dti.hooks;
  const ROOMS = ["dimensions", "gold", "silver", "ops"];
  const RELEASED = ["silver.weights", "silver.base_totals", "silver.indicator_values"];
  const WORKING = ["gold.releases", "gold.published_check"];

  /** Whether a table stands in the copy of a release, or in the working lake alone. */
  const isReleased = (name) => RELEASED.includes(name) || (name.startsWith("gold.") && !WORKING.includes(name));

  /** Dimensions list members in an order of their own. */
  function roomOf(table) {
    const isDimension = table.columns.some((column) => column.name === "sort_order") || table.isDimension;
    return isDimension ? "dimensions" : table.table.split(".")[0];
  }

  /** Snippets for a whole table; of a working table from the folder of the lake itself. */
  function snippets(table) {
    const found = dti.snippets({ table: table.table });
    if (isReleased(table.table)) return found;
    const path = table.table.replace(".", "/");
    return found.map((each) => Object.assign({}, each, { text: each.text.replace(/LAKE\/releases\/[^"]*"/, "LAKE/" + path + '"') }));
  }

  function Code({ table }) {
    return html`<div class="snippets"><${dti.ui.Disclosure} label=${dti.t("data.code")}>
      <p class="about">${dti.t(isReleased(table.table) ? "data.code_release" : "data.code_working")}</p>
      ${snippets(table).map(
        (each) => html`<div key=${each.id} class="snippet"><span class="label">${each.label}</span>
        <pre tabindex="0" data-snippet=${each.id} data-table=${table.table}>${each.text}</pre></div>`,
      )}
    <//></div>`;
  }

  function Columns({ table, columns }) {
    const english = (key) => (row) => html`<span lang="en">${row[key]}</span>`;
    const heads = [
      { key: "name", label: dti.t("data.column"), head: true, render: (row) => html`<code>${row.name}</code>` },
      { key: "type", label: dti.t("data.type"), render: (row) => html`<code>${row.type}</code>` },
      { key: "meaning", label: dti.t("data.meaning"), render: english("meaning") },
      { key: "unit", label: dti.t("data.unit"), render: english("unit") },
      { key: "adds", label: dti.t("data.adds"), render: (row) => (row.adds === "" ? dti.t("data.adds_nothing") : english("adds")(row)) },
      { key: "nullable", label: dti.t("data.null"), render: (row) => (row.nullable ? dti.t("data.yes") : "") },
    ];
    return html`<${dti.ui.Table} id=${"columns-" + table.table} caption=${dti.t("data.columns_caption", { table: table.table })}
      columns=${heads} rows=${columns} sortable=${false} />`;
  }

  function Facts({ table }) {
    const names = (list) => html`<code>${list.join(", ")}</code>`;
    const facts = [
      ["grain", html`<span lang="en">${table.grain}</span>`],
      ["key", table.key.length ? names(table.key) : dti.t("data.no_key")],
      ["partitioned", table.partition_by.length ? names(table.partition_by) : null],
      ["joins", table.joins.length ? names(table.joins) : null],
    ];
    return html`<dl class="table-facts">${facts.filter(([, value]) => value).map(([key, value]) => html`<div key=${key}><dt>${dti.t("data." + key)}${dti.t("data.colon")}</dt><dd>${value}</dd></div>`)}</dl>`;
  }

  const texts = (column) => [column.name, column.meaning, column.unit].join(" ").toLowerCase();

  /** The table cut to the columns that fit; all of them where its own name or comment does; null where nothing fits. */
  function fitting(table, needle) {
    if (!needle || (table.table + " " + table.comment).toLowerCase().includes(needle)) return table;
    const columns = table.columns.filter((column) => texts(column).includes(needle));
    return columns.length ? Object.assign({}, table, { columns, isDimension: roomOf(table) === "dimensions" }) : null;
  }

  /** Names of tables whose entry the reader or the address has opened. */
  const asked = () => new Set([location.hash.slice(1), dti.state.table].filter(Boolean));

  function Entry({ table, isOpen }) {
    return html`<details class="dictionary" id=${table.table} open=${isOpen || asked().has(table.table)}>
      <summary><code>${table.table}</code><span lang="en">${table.comment}</span></summary>
      <div class="body"><${Facts} table=${table} /><${Columns} table=${table} columns=${table.columns} /><${Code} table=${table} /></div>
    </details>`;
  }

  function Room({ room, tables, isOpen }) {
    if (tables.length === 0) return null;
    return html`<h3 class="room">${dti.t("data.room_" + room)}</h3>
      ${tables.map((table) => html`<${Entry} key=${table.table} table=${table} isOpen=${isOpen} />`)}`;
  }

  /** The dictionary of all tables and columns, with a filter. */
  function Dictionary() {
    const [words, setWords] = useState("");
    const needle = words.trim().toLowerCase();
    const tables = dti.data.dictionary.map((table) => fitting(table, needle)).filter(Boolean);
    const said = { tables: tables.length, columns: tables.reduce((sum, table) => sum + table.columns.length, 0) };
    return html`<label class="filter"><span>${dti.t("data.find")}</span><input type="search" value=${words} onInput=${(event) => setWords(event.target.value)} /></label>
      <p class="dio-shown" role="status">${tables.length ? dti.t("data.found", said) : dti.t("data.nothing")}</p>
      ${ROOMS.map((room) => html`<${Room} key=${room} room=${room} tables=${tables.filter((table) => roomOf(table) === room)} isOpen=${needle.length > 1} />`)}`;
  }

  dti.dictionary = { Dictionary, snippets, isReleased };
})();
