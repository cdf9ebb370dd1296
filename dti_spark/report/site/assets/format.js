"use strict";
/* Numbers as people read them. Every function takes null and gives "–". */
(function () {
  const none = "–";
  const made = new Map();

  function digits(value, least, most) {
    const key = least + "/" + most;
    if (!made.has(key)) {
      made.set(key, new Intl.NumberFormat("en-US", { minimumFractionDigits: least, maximumFractionDigits: most }));
    }
    return made.get(key).format(value).replace("-", "−");
  }

  const isNone = (value) => value === null || value === undefined || Number.isNaN(value);
  const given = (write) => (value) => (isNone(value) ? none : write(value));

  function plain(value) {
    const size = Math.abs(value);
    if (size >= 100 || size === 0) return digits(value, 1, 1);
    return size >= 0.01 ? digits(value, 2, 2) : digits(value, 4, 4);
  }

  /** Parts below a thousandth get more places, or many small cities would all read 0.0%. */
  function part(value) {
    const places = value !== 0 && Math.abs(value) < 0.001 ? 3 : 1;
    return digits(100 * value, places, places) + "%";
  }

  const signed = (text, value) => (value > 0 ? "+" + text : text);

  function period(id) {
    const [year, quarter] = String(id).split("Q");
    return dti.t(quarter ? "format.quarter." + quarter : "format.year", { year });
  }

  function change(value) {
    if (value === 0) return "＝";
    return (value > 0 ? "▲" : "▼") + digits(Math.abs(value), 0, 0);
  }

  dti.format = {
    /** An index value: nation in the base quarter = 100. */
    value: given(plain),
    /** Index points, without a sign. */
    points: given((value) => digits(value, 2, 2)),
    /** A change in index points, with its sign. */
    gain: given((value) => signed(digits(value, 2, 2), value)),
    /** A part of a whole, as a percentage. */
    share: given(part),
    /** A rate of growth, as a percentage with its sign. */
    growth: given((value) => signed(digits(100 * value, 1, 1) + "%", value)),
    /** A change of shares or rates in percentage points, with its sign. */
    percentagePoints: given((value) => signed(digits(100 * value, 2, 2), value)),
    /** The size of a change in percentage points, for sentences that tell its direction in words. */
    size: given((value) => digits(Math.abs(100 * value), 1, 1)),
    /** A rank, 1 = first. */
    rank: given((value) => digits(value, 0, 0)),
    /** A change of rank: up, down or none. */
    change: given(change),
    /** A quarter or year by its name. */
    period: given(period),
    /** A quarter or year as it stands in tables and on axes: 2021Q3. */
    shortPeriod: given(String),
    /** A number of things. */
    count: given((value) => digits(value, 0, 0)),
    /** A coefficient that changes little, as Gini. */
    coefficient: given((value) => digits(value, 3, 3)),
    /** A quotient or coefficient. */
    ratio: given((value) => digits(value, 2, Math.abs(value) < 0.1 ? 4 : 2)),
    /** Whatever is there, as text. */
    text: given(String),
  };
})();
