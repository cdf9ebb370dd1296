"use strict";
/* What a chart shows, told in words from its rows, for those who cannot see it. */
(function () {
  const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
  const write = (column, value) => (column.format || dti.format.text)(value);

  function extremes(rows, column) {
    const full = rows.filter((row) => isNumber(row[column.key]));
    if (full.length === 0) return null;
    const by = (better) => full.reduce((best, row) => (better(row[column.key], best[column.key]) ? row : best));
    return { full, largest: by((a, b) => a > b), smallest: by((a, b) => a < b) };
  }

  function overTime(rows, name, column) {
    const found = extremes(rows, column);
    if (!found) return null;
    const first = found.full[0];
    const last = found.full[found.full.length - 1];
    return dti.t("alt.series", {
      name: column.label,
      first: write(name, first[name.key]),
      start: write(column, first[column.key]),
      last: write(name, last[name.key]),
      end: write(column, last[column.key]),
      when: write(name, found.largest[name.key]),
      peak: write(column, found.largest[column.key]),
    });
  }

  function acrossMembers(rows, name, column) {
    const found = extremes(rows, column);
    if (!found) return null;
    const alone = { name: column.label, member: write(name, found.largest[name.key]), value: write(column, found.largest[column.key]) };
    if (found.full.length === 1) return dti.t("alt.member", alone);
    return dti.t("alt.members", {
      name: column.label,
      count: dti.format.count(found.full.length),
      most: write(name, found.largest[name.key]),
      largest: write(column, found.largest[column.key]),
      least: write(name, found.smallest[name.key]),
      smallest: write(column, found.smallest[column.key]),
    });
  }

  /** Sentences on the rows of a chart: over time where the first column is a period, else across its members; six columns at most. */
  dti.alt = function ({ title, unit, columns, rows }) {
    const name = columns.find((column) => column.head) || columns[0];
    const tell = name.format === dti.format.period ? overTime : acrossMembers;
    const measured = columns.filter((column) => column !== name && rows.some((row) => isNumber(row[column.key])));
    const sentences = measured
      .slice(0, 6)
      .map((column) => tell(rows, name, column))
      .filter(Boolean);
    const head = dti.t("alt.head", { title, unit: unit || dti.t("alt.nounit") });
    return dti.sentences([head].concat(sentences.length ? sentences : dti.t("alt.empty")));
  };
})();
