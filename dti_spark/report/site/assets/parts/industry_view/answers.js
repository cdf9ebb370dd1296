"use strict";
/* Questions of the view over all industries to its data. */
(function () {
  const data = () => dti.data.industry_view;

  /** A national measure of an industry at a period; of the root unless a key indicator is named. */
  function figure(id, measure, period, node) {
    const root = dti.industries.nodes()[0].id;
    const of = !node || node === root ? data().industries : (data().nodes || {})[node];
    return dti.at(of && of[id] && of[id][measure], period);
  }

  /** A row for each industry given with the national measures of the chosen period. */
  const rows = (industries) =>
    industries.map((industry) => ({
      id: industry.id,
      name: dti.name(industry),
      value: figure(industry.id, "value"),
      share: figure(industry.id, "share_of_region"),
      rank: figure(industry.id, "rank_in_region"),
      size: figure(industry.id, "size_class"),
      yoy: figure(industry.id, "yoy"),
      growth: figure(industry.id, "growth"),
      href: dti.industryHref(industry.id),
    }));

  const total = (period) =>
    period === null ? null : dti.industries.ranked().reduce((sum, industry) => sum + (figure(industry.id, "value", period) || 0), 0);

  function yoyOfAll(period) {
    const before = period === null ? null : total(dti.industries.yearAgo(period));
    return before ? total(period) / before - 1 : null;
  }

  /** Growth of all industries together, as the mean of two yoy rates; null where one is missing. */
  function growthOfAll() {
    const now = yoyOfAll(dti.state.period);
    const before = yoyOfAll(dti.industries.yearAgo(dti.state.period));
    return now === null || before === null ? null : (now + before) / 2;
  }

  /** A rate of all industries together: growth or yoy. */
  const ofAll = (rate) => (rate === "growth" ? growthOfAll() : yoyOfAll(dti.state.period));

  const larger = (key) => (a, b) => b[key] - a[key];

  /** Rows that have a measure, largest first. */
  const sorted = (list, key) => list.filter((row) => row[key] !== null).sort(larger(key));

  /** The columns of a table of industries by key. */
  function columns(keys) {
    const format = dti.format;
    const all = {
      name: { key: "name", label: dti.t("industry.industry"), head: true, link: (row) => row.href },
      value: { key: "value", label: dti.t("industry.value"), format: format.value },
      share: { key: "share", label: dti.t("industry.share"), format: format.share },
      rank: { key: "rank", label: dti.t("industry.rank"), format: format.rank, down: false },
      size: { key: "size", label: dti.t("industry.class"), format: format.text, render: (row) => dti.industries.sizeName(row.size) || "–" },
      yoy: { key: "yoy", label: dti.t("industry.yoy"), format: format.growth },
      growth: { key: "growth", label: dti.t("industry.growth"), format: format.growth },
    };
    return keys.map((key) => all[key]);
  }

  /** What the snippets of a chart of the nation read. */
  const query = (measures) => ({
    table: "gold.industry_profiles",
    where: { index: dti.industries.nodes()[0].index, region_type: "nation", node: dti.industries.nodes()[0].id, period: dti.state.period },
    columns: ["industry"].concat(measures),
  });

  const said = () => ({ period: dti.format.period(dti.state.period) });

  dti.view = { data, figure, rows, ofAll, sorted, columns, query, said };
})();
