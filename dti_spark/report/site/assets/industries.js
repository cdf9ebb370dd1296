"use strict";
/* Questions to industries that both the view over all and the page of each ask. */
(function () {
  const ALL = "all";

  const known = () => dti.data.core.industries.filter((industry) => industry.id !== ALL);
  const groups = () =>
    new Set(
      known()
        .filter((industry) => industry.is_group)
        .map((industry) => industry.id),
    );

  /** Whether an industry is a part of a group, which is ranked as one. */
  const isPart = (industry) => !industry.is_group && groups().has(industry.group);

  /** Industries that are ranked: groups of several as one, in place of their parts. */
  const ranked = () => known().filter((industry) => !isPart(industry));

  /** All single industries, without groups. */
  const single = () => known().filter((industry) => !industry.is_group);

  /** The parts of a group. */
  const partsOf = (group) => known().filter((industry) => !industry.is_group && industry.group === group.id);

  /** The root of the index that goes by industry, then its key indicators. */
  const nodes = function () {
    const index = dti.data.core.indices.find((each) => each.by_industry);
    return dti.nodesOf(index.id).sort((a, b) => a.level - b.level);
  };

  /** The last full year before a period: the one whose shares the report sets beside growth; null where there is none. */
  function yearBefore(period) {
    const year = String(Number(String(period).slice(0, 4)) - 1);
    return dti.placeOf(year) === undefined ? null : year;
  }

  /** The period a year before; null where there is none. */
  function yearAgo(period) {
    const [year, quarter] = String(period).split("Q");
    const id = Number(year) - 1 + (quarter ? "Q" + quarter : "");
    return dti.placeOf(id) === undefined ? null : id;
  }

  /** The rate that a period has: growth, else yoy, else null; told from the rows that are to show it. */
  const rateOf = (rows) => ["growth", "yoy"].find((rate) => rows.some((row) => row[rate] !== null && row[rate] !== undefined)) || null;

  /** The name of a class of size in words; null stays null. */
  const sizeName = (size) => (size ? dti.t("industry.size_" + size) : null);

  /** The colour of a class of size. */
  const sizeColour = (size) => dti.css({ top: "--c1", middle: "--c3", tail: "--c8" }[size] || "--c8");

  dti.industries = { known, isPart, ranked, single, partsOf, nodes, yearBefore, yearAgo, rateOf, sizeName, sizeColour };
})();
