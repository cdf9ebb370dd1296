"use strict";
/* How to read the rows of a chart from the Delta tables of the release: text that runs as it stands once LAKE is put right. */
(function () {
  const quoted = (value) => (typeof value === "number" || typeof value === "boolean" ? literal(value) : JSON.stringify(value));
  const sql = (value) => (typeof value === "string" ? "'" + value.replace(/'/g, "''") + "'" : String(value));
  const list = (values, write) => values.map(write).join(", ");

  function literal(value) {
    return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
  }

  function path(table) {
    const release = dti.data.core.release;
    return "LAKE/releases/" + (release.folder || release.name) + "/" + table.replace(".", "/");
  }

  function sqlWhere([column, value]) {
    if (value === null) return `"${column}" IS NULL`;
    if (Array.isArray(value)) return `"${column}" IN (${list(value, sql)})`;
    return `"${column}" = ${sql(value)}`;
  }

  function polarsWhere([column, value]) {
    const field = `pl.col(${quoted(column)})`;
    if (value === null) return field + ".is_null()";
    if (Array.isArray(value)) return field + `.is_in([${list(value, quoted)}])`;
    return `${field} == ${quoted(value)}`;
  }

  function pandasWhere([column, value]) {
    const field = `rows[${quoted(column)}]`;
    if (value === null) return `rows = rows[${field}.isna()]`;
    if (Array.isArray(value)) return `rows = rows[${field}.isin([${list(value, quoted)}])]`;
    return `rows = rows[${field} == ${quoted(value)}]`;
  }

  function duckdb({ table, where, columns }) {
    const name = table.split(".").pop();
    const chosen = columns ? list(columns, (column) => `"${column}"`) : "*";
    const conditions = Object.entries(where || {}).map(sqlWhere);
    return [
      "import duckdb",
      "from deltalake import DeltaTable",
      "",
      `${name} = DeltaTable(${quoted(path(table))}).to_pyarrow_dataset()`,
      'rows = duckdb.sql("""',
      `    SELECT ${chosen}`,
      `    FROM ${name}` + (conditions.length ? "\n    WHERE " + conditions.join("\n      AND ") : ""),
      '""").df()',
    ].join("\n");
  }

  function polars({ table, where, columns }) {
    const conditions = Object.entries(where || {}).map(polarsWhere);
    const lines = ["import polars as pl", "", `rows = pl.scan_delta(${quoted(path(table))})`];
    if (conditions.length) lines.push("rows = rows.filter(\n    " + conditions.join(",\n    ") + ",\n)");
    if (columns) lines.push(`rows = rows.select(${list(columns, quoted)})`);
    return lines.concat("rows = rows.collect()").join("\n");
  }

  function pandas({ table, where, columns }) {
    const lines = ["from deltalake import DeltaTable", "", `rows = DeltaTable(${quoted(path(table))}).to_pandas()`];
    Object.entries(where || {}).forEach((entry) => lines.push(pandasWhere(entry)));
    if (columns) lines.push(`rows = rows[[${list(columns, quoted)}]]`);
    return lines.join("\n");
  }

  /** The three snippets for query {table: "gold.rankings", where: {column: value or [values]}, columns}: [{id, label, text}]. */
  dti.snippets = (query) => [
    { id: "duckdb", label: "DuckDB", text: duckdb(query) },
    { id: "polars", label: "Polars", text: polars(query) },
    { id: "pandas", label: "pandas", text: pandas(query) },
  ];
})();
