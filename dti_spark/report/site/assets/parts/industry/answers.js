"use strict";
/* Questions of the page of an industry to its data. */
(function () {
  const data = () => dti.data.industry;
  const own = () => dti.industry(data().industry);

  /** A national measure of the industry at a period; of the root unless a node is named. */
  function national(measure, period, node) {
    const of = data().nodes[node || dti.industries.nodes()[0].id];
    return dti.at(of && of[measure], period);
  }

  /** A measure of the industry in a region. */
  const regional = (region, measure, period) => dti.at((data().regions[region.type + "/" + region.id] || {})[measure], period);

  /** A row for each region of a type that has usage, with its measures in the chosen period. */
  function rows(type) {
    const nation = national("value");
    return dti
      .regionsOf(type)
      .map((region) => {
        const value = regional(region, "value");
        return {
          id: region.id,
          region,
          name: dti.name(region),
          find: [region.zh, region.en, region.pinyin, region.initials, region.id].join(" "),
          href: dti.regionHref(region),
          value,
          nation: nation ? value / nation : null,
          share: regional(region, "share_of_region"),
          lq: regional(region, "location_quotient"),
          yoy: regional(region, "yoy"),
          growth: regional(region, "growth"),
          share_rank: regional(region, "share_rank"),
          growth_rank: regional(region, "growth_rank"),
          double: type === "province" && regional(region, "double_high") === true,
        };
      })
      .filter((row) => row.value !== null && row.value > 0);
  }

  /** Rows that have a measure, largest first. */
  const sorted = (list, key) => list.filter((row) => row[key] !== null && row[key] !== undefined).sort((a, b) => b[key] - a[key]);

  function middle(values) {
    const ordered = values.slice().sort((a, b) => a - b);
    const half = Math.floor(ordered.length / 2);
    return ordered.length % 2 ? ordered[half] : (ordered[half - 1] + ordered[half]) / 2;
  }

  /** The columns of a table of regions by key; label names what the rows are. */
  function columns(label, keys) {
    const { value, share, ratio, growth, rank } = dti.format;
    const mark = (row) =>
      dti.html`<${dti.ui.Link} href=${row.href}>${row.name}<//>${row.double && dti.html` <span class="tag">${dti.t("sector.double")}</span>`}`;
    const all = {
      name: { key: "name", label, head: true, render: mark },
      value: { key: "value", label: dti.t("sector.value"), format: value },
      nation: { key: "nation", label: dti.t("sector.of_nation"), format: share },
      share: { key: "share", label: dti.t("sector.region_share"), format: share },
      lq: { key: "lq", label: dti.t("sector.lq"), format: ratio },
      yoy: { key: "yoy", label: dti.t("industry.yoy"), format: growth },
      growth: { key: "growth", label: dti.t("sector.growth"), format: growth },
      share_rank: { key: "share_rank", label: dti.t("sector.place"), format: rank, down: false },
      growth_rank: { key: "growth_rank", label: dti.t("industry.growth_rank"), format: rank, down: false },
    };
    return keys.map((key) => all[key]);
  }

  /** What the snippets of a chart read: rows of the industry in regions of a type. */
  function query(type, measures, period) {
    const root = dti.industries.nodes()[0];
    return {
      table: "gold.industry_profiles",
      where: { index: root.index, region_type: type, industry: data().industry, node: root.id, period: period || dti.state.period },
      columns: ["region"].concat(measures),
    };
  }

  const said = () => ({ name: dti.name(own()), period: dti.format.period(dti.state.period) });

  dti.sector = { data, own, national, regional, rows, sorted, middle, columns, query, said };
})();
