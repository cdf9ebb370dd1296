"use strict";
/* Where industries are: provinces, clusters, both sides of the Hu line. */
(function () {
  const html = dti.html;
  const view = dti.view;
  const { share, growth, percentagePoints } = dti.format;
  const LINE = "smart_healthcare_line";

  /** Short names for the heads of narrow columns. */
  const short = (text) => (text.length > 18 ? text.slice(0, 17) + "…" : text);

  function Heat() {
    const industries = view.sorted(view.rows(dti.industries.ranked()), "value");
    const shares = view.data().shares;
    const rows = dti
      .ranked("province", dti.rootNode().id, "value")
      .map(({ region }) =>
        Object.assign(
          { id: region.id, name: dti.name(region), href: dti.regionHref(region) },
          Object.fromEntries(industries.map((row) => [row.id, dti.at((shares[region.id] || {})[row.id])])),
        ),
      );
    const filled = rows.filter((row) => industries.some((industry) => row[industry.id] !== null));
    const columns = [{ key: "name", label: dti.t("window.provinces"), head: true, link: (row) => row.href }].concat(
      industries.map((row) => ({ key: row.id, label: row.name, format: share })),
    );
    const named = Object.fromEntries(industries.map((row) => [row.id, row.name]));
    const option = () =>
      dti.draw.heat({
        columns: industries.map((row) => row.id),
        rows: filled.map((row) => ({ name: row.name, href: row.href, values: industries.map((industry) => row[industry.id]) })),
        format: share,
        columnFormat: (id) => short(named[id]),
        slant: dti.draw.isNarrow() ? 90 : 40,
      });
    const where = {
      index: dti.industries.nodes()[0].index,
      region_type: "province",
      node: dti.industries.nodes()[0].id,
      period: dti.state.period,
    };
    return html`<${dti.ui.Chart} id="province-heat" title=${dti.t("industry.heat_title", view.said())} unit=${dti.t("industry.heat_unit")}
      about=${dti.t("industry.heat_about")}
      source="gold.industry_profiles" columns=${columns} rows=${filled} height=${180 + 22 * filled.length}
      query=${{ table: "gold.industry_profiles", where, columns: ["region", "industry", "share_of_region"] }} option=${option} />`;
  }

  function Top3() {
    const link = (id) => html`<a href=${dti.industryHref(id)}>${dti.name(dti.industry(id))}</a>`;
    const rows = dti.regionsOf("cluster").map((region) => {
      const first = view.data().top3[region.id] || [];
      return { id: region.id, name: dti.name(region), href: dti.regionHref(region), first, p1: first[0], p2: first[1], p3: first[2] };
    });
    const columns = [{ key: "name", label: dti.t("industry.cluster"), head: true, link: (row) => row.href }].concat(
      [1, 2, 3].map((n) => ({
        key: "p" + n,
        label: dti.t("industry.place_n", { n }),
        render: (row) => (row["p" + n] ? link(row["p" + n]) : "–"),
      })),
    );
    const quarters = dti.quarters();
    const span = { first: dti.format.period(quarters[0].id), last: dti.format.period(quarters[quarters.length - 1].id) };
    return html`<${dti.ui.Table} id="top3" caption=${dti.t("industry.top3")} columns=${columns} rows=${rows} sortable=${false}
      note=${dti.t("industry.top3_about", span) + " " + dti.sourceLine("gold.industry_profiles")} />`;
  }

  /** The values of a side of the Hu line by industry; the line stands among the formations. */
  const side = (part) => dti.data.formations.values[LINE + "/" + part] || {};

  /** The rate that both sides have: growth where it is known, else yoy. */
  const huRate = () => (Object.values(side("northwest")).some((of) => dti.at(of.growth) !== null) ? "growth" : "yoy");

  function huRows() {
    return view.rows(dti.industries.ranked()).map((row) => {
      const at = (part, measure) => dti.at((side(part)[row.id] || {})[measure]);
      const [nw, se] = [at("northwest", huRate()), at("southeast", huRate())];
      return Object.assign(row, {
        northwest: at("northwest", "share_of_nation"),
        nw,
        se,
        gap: nw === null || se === null ? null : nw - se,
      });
    });
  }

  const huQuery = (measures) => ({
    table: "gold.formation_values",
    where: { index: dti.industries.nodes()[0].index, formation: LINE, node: dti.industries.nodes()[0].id, period: dti.state.period },
    columns: ["part", "industry"].concat(measures),
  });

  function HuShares({ all }) {
    const rows = view.sorted(all, "northwest");
    const columns = [view.columns(["name"])[0], { key: "northwest", label: dti.t("industry.side_northwest"), format: share }];
    return html`<${dti.ui.Chart} id="hu-shares" title=${dti.t("industry.hu_title", view.said())} unit=${dti.t("industry.formation_unit")}
      source="gold.formation_values" columns=${columns} rows=${rows}
      height=${30 + 25 * rows.length} query=${huQuery(["share_of_nation"])}
     
        option=${() => dti.draw.bars({ rows: rows.map((row) => ({ name: row.name, value: row.northwest, href: row.href })), format: share, label: dti.t("industry.side_northwest") })} />`;
  }

  function HuGrowth({ all }) {
    const rows = view.sorted(all, "gap");
    if (rows.length === 0) return html`<${dti.ui.Note}>${dti.t("industry.growth_none")}<//>`;
    const columns = [
      view.columns(["name"])[0],
      { key: "nw", label: dti.t("industry.hu_nw_growth"), format: growth },
      { key: "se", label: dti.t("industry.hu_se_growth"), format: growth },
      { key: "gap", label: dti.t("industry.hu_gap"), format: percentagePoints },
    ];
    return html`<${dti.ui.Chart} id="hu-growth" title=${dti.t("industry.hu_" + huRate(), view.said())} unit=${dti.t("industry.gap_unit")}
      source="gold.formation_values" columns=${columns} rows=${rows}
      height=${30 + 25 * rows.length} query=${huQuery([huRate()])}
     
        option=${() => dti.draw.bars({ rows: rows.map((row) => ({ name: row.name, value: row.gap, href: row.href })), format: percentagePoints, label: dti.t("industry.hu_gap"), signed: true })} />`;
  }

  function Hu() {
    const all = huRows();
    return html`<${dti.ui.Section} id="hu" title=${dti.t("industry.hu")} about=${dti.t("industry.hu_about")}>
      <div class="grid"><${HuShares} all=${all} /><${HuGrowth} all=${all} /></div>
    <//>`;
  }

  function Places() {
    return html`<${dti.ui.Section} id="places" title=${dti.t("industry.places")}><${Heat} /><${Top3} /><//>`;
  }

  Object.assign(view, { Places, Hu });
})();
