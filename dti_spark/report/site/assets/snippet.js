"use strict";
/* How to read the rows of a chart from the Delta tables of the release: text that runs as it stands once LAKE is put right. */
(function () {
  /** What tells rows of the large tables of gold apart. */
  const KEY = ["index", "region_type", "region", "industry", "period", "node"];

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

  /** A bare boolean column: DuckDB finds no row where a boolean of an Arrow data set is compared with one. */
  function sqlWhere([column, value]) {
    if (value === null) return `"${column}" IS NULL`;
    if (typeof value === "boolean") return (value ? "" : "NOT ") + `"${column}"`;
    if (Array.isArray(value)) return `"${column}" IN (${list(value, sql)})`;
    return `"${column}" = ${sql(value)}`;
  }

  function polarsWhere([column, value]) {
    const field = `pl.col(${quoted(column)})`;
    if (value === null) return field + ".is_null()";
    if (Array.isArray(value)) return field + `.is_in([${list(value, quoted)}])`;
    return `${field} == ${quoted(value)}`;
  }

  function pandasWhere(frame, [column, value]) {
    const field = `${frame}[${quoted(column)}]`;
    if (value === null) return `${frame} = ${frame}[${field}.isna()]`;
    if (Array.isArray(value)) return `${frame} = ${frame}[${field}.isin([${list(value, quoted)}])]`;
    return `${frame} = ${frame}[${field} == ${quoted(value)}]`;
  }

  const nameOf = (table) => table.split(".").pop();
  const wrapped = (columns) => list(columns, (column) => `"${column}"`);

  function duckdb({ table, where, columns, join }) {
    const tables = [table].concat(join || []);
    const conditions = Object.entries(where || {}).map(sqlWhere);
    return [
      "import duckdb",
      "from deltalake import DeltaTable",
      "",
      ...tables.map((one) => `${nameOf(one)} = DeltaTable(${quoted(path(one))}).to_pyarrow_dataset()`),
      'rows = duckdb.sql("""',
      `    SELECT ${columns ? wrapped(columns) : "*"}`,
      `    FROM ${nameOf(table)}`,
      ...(join ? [`    JOIN ${nameOf(join)} USING (${wrapped(KEY)})`] : []),
      ...(conditions.length ? ["    WHERE " + conditions.join("\n      AND ")] : []),
      '""").df()',
    ].join("\n");
  }

  function polars({ table, where, columns, join }) {
    const conditions = Object.entries(where || {}).map(polarsWhere);
    const lines = ["import polars as pl", "", `rows = pl.scan_delta(${quoted(path(table))})`];
    if (join) lines.push(`rows = rows.join(pl.scan_delta(${quoted(path(join))}), on=[${list(KEY, quoted)}])`);
    if (conditions.length) lines.push("rows = rows.filter(\n    " + conditions.join(",\n    ") + ",\n)");
    if (columns) lines.push(`rows = rows.select(${list(columns, quoted)})`);
    return lines.concat("rows = rows.collect()").join("\n");
  }

  function pandasFrame(frame, table, where) {
    const read = `${frame} = DeltaTable(${quoted(path(table))}).to_pandas()`;
    return [read].concat(Object.entries(where || {}).map((entry) => pandasWhere(frame, entry)));
  }

  function pandas({ table, where, columns, join }) {
    const lines = ["from deltalake import DeltaTable", "", ...pandasFrame("rows", table, where)];
    if (join) lines.push(...pandasFrame("others", join, where), `rows = rows.merge(others, on=[${list(KEY, quoted)}])`);
    if (columns) lines.push(`rows = rows[[${list(columns, quoted)}]]`);
    return lines.join("\n");
  }

  /**
   * The three snippets for query {table: "gold.rankings", where: {column: value or [values]}, columns, join: another
   * table with the same key}: [{id, label, text}].
   */
  dti.snippets = (query) => [
    { id: "duckdb", label: "DuckDB", text: duckdb(query) },
    { id: "polars", label: "Polars", text: polars(query) },
    { id: "pandas", label: "pandas", text: pandas(query) },
  ];
})();
