"use strict";
/* The tables of the release as files to take away. */
(function () {
  const html = dti.html;
  const { count } = dti.format;

  const entry = (name) => dti.data.dictionary.find((table) => table.table === name) || { comment: "", grain: "" };

  /** A number of bytes as people read it. */
  function size(bytes) {
    const units = ["B", "KB", "MB"];
    const at = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1000)));
    const value = bytes / 1000 ** at;
    return value.toFixed(at === 0 || value >= 100 ? 0 : 1) + " " + units[at];
  }

  const cut = (code) => (code === null || code === undefined ? dti.t("data.whole") : dti.t("data.cut_" + code));

  function tableRow(table) {
    const file = table.file.split("/").pop();
    const { comment } = entry(table.name);
    return {
      id: table.name,
      name: table.name,
      holds: comment,
      rows: table.rows,
      bytes: table.bytes,
      cut: cut(table.cut),
      file,
      href: dti.root + table.file,
      find: comment,
    };
  }

  function columns() {
    const detail = (row) => html`<a href=${"#" + row.name}><code>${row.name}</code></a>`;
    return [
      { key: "name", label: dti.t("data.table"), head: true, render: detail },
      { key: "holds", label: dti.t("data.holds"), render: (row) => html`<span lang="en">${row.holds}</span>` },
      { key: "cut", label: dti.t("data.cut") },
      { key: "rows", label: dti.t("data.rows"), format: count },
      { key: "bytes", label: dti.t("data.size"), format: size },
      { key: "file", label: dti.t("data.file"), render: (row) => html`<a href=${row.href} download>${row.file}</a>` },
    ];
  }

  /** The list of files with what each holds. */
  function Downloads() {
    const rows = dti.data.tables.map(tableRow);
    const said = { tables: rows.length, size: size(rows.reduce((sum, row) => sum + row.bytes, 0)) };
    return html`<${dti.ui.Table} id="files" caption=${dti.t("data.tables_caption")} columns=${columns()} rows=${rows}
      filter=${dti.t("data.filter")}
      note=${dti.t("data.total", said) + (dti.state.lang === "en" ? " " : "") + dti.t("data.packed")} />`;
  }

  dti.downloads = { Downloads, size };
})();
