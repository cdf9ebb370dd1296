"use strict";
/* The industry in the provinces: who leads by share and by growth, who in both. */
(function () {
  const html = dti.html;
  const sector = dti.sector;
  const { share, growth, ratio } = dti.format;
  const TOP = 10;

  /** The period whose shares stand beside growth: the last full year before the chosen period; where there is no growth, the period itself. */
  const sharePeriod = (rows) =>
    (dti.industries.rateOf(rows) === "growth" && dti.industries.yearBefore(dti.state.period)) || dti.state.period;

  function ByShare({ rows }) {
    const period = sharePeriod(rows);
    const isYear = period !== dti.state.period;
    const own = rows.map((row) =>
      Object.assign({}, row, {
        share: sector.regional(row.region, "share_of_region", period),
        share_rank: sector.regional(row.region, isYear ? "share_rank_of_year" : "share_rank"),
        mark: row.double,
      }),
    );
    const first = sector.sorted(own, "share").filter((row) => row.share_rank !== null && row.share_rank <= TOP);
    return html`<${dti.ui.Table} id="by-share" caption=${dti.t("sector.by_share", { period: dti.format.period(period) })}
      columns=${sector.columns(dti.t("sector.province"), ["share_rank", "name", "share"])} rows=${first} sortable=${false} />`;
  }

  function ByGrowth({ rows }) {
    const rate = dti.industries.rateOf(rows);
    if (!rate) return html`<${dti.ui.Note}>${dti.t("industry.growth_none")}<//>`;
    const first = sector
      .sorted(rows, rate)
      .slice(0, TOP)
      .map((row, at) => Object.assign({}, row, { growth_rank: rate === "growth" ? row.growth_rank : at + 1, mark: row.double }));
    return html`<${dti.ui.Table} id="by-growth" caption=${dti.t("sector.by_" + rate, sector.said())}
      columns=${sector.columns(dti.t("sector.province"), ["growth_rank", "name", rate])} rows=${first} sortable=${false} />`;
  }

  function Doubles({ rows }) {
    const both = sector.sorted(
      rows.filter((row) => row.double),
      "share",
    );
    if (both.length === 0) return html`<p class="legend-note">${dti.t("sector.double_none")}</p>`;
    return html`<p class="legend-note"><strong>${dti.t("sector.double_list")}</strong>${both.map((row, at) => html`${at > 0 && dti.t("method.comma")}<${dti.ui.Region} key=${row.id} region=${row.region} />`)}</p>`;
  }

  function Scatter({ rows }) {
    const rate = dti.industries.rateOf(rows);
    const own = rows.filter((row) => rate && row.share !== null && row[rate] !== null);
    if (own.length === 0) return null;
    const labels = ["q1", "q2", "q3", "q4"].map((key) => dti.t("sector." + key));
    const quadrants = { x: sector.middle(own.map((row) => row.share)), y: sector.middle(own.map((row) => row[rate])), labels };
    const groups = () => [
      { id: true, name: dti.t("sector.double"), colour: dti.css("--c2") },
      { id: false, name: dti.t("sector.others"), colour: dti.css("--c1") },
    ];
    const option = () =>
      dti.draw.scatter({
        points: own.map((row) => ({ name: row.name, x: row.share, y: row[rate], group: row.double, href: row.href, strong: true })),
        x: { label: dti.t("sector.region_share"), format: share },
        y: { label: dti.t("industry." + rate), format: growth },
        groups: groups(),
        quadrants,
      });
    return html`<${dti.ui.Chart} id="province-scatter" title=${dti.t("sector.scatter_title", sector.said())}
      unit=${dti.t("sector.region_share") + " × " + dti.t("industry." + rate)} about=${dti.t("sector.scatter_about")}
      source="gold.industry_profiles" columns=${sector.columns(dti.t("sector.province"), ["name", "share", rate])} rows=${own}
        height=${420} query=${sector.query("province", ["share_of_region", rate, "double_high"])} option=${option} />`;
  }

  function Quotients({ rows }) {
    const own = sector.sorted(rows, "lq");
    const option = () =>
      dti.draw.bars({
        rows: own.map((row) => ({ name: row.name, value: row.lq, href: row.href, colour: dti.css(row.lq >= 1 ? "--c1" : "--c8") })),
        format: ratio,
        label: dti.t("sector.lq"),
      });
    return html`<${dti.ui.Chart} id="quotients" title=${dti.t("sector.lq_title", sector.said())} unit=${dti.t("sector.lq_unit")}
      source="gold.industry_profiles"
      columns=${sector.columns(dti.t("sector.province"), ["name", "lq", "share"])} rows=${own} height=${30 + 22 * own.length}
        query=${sector.query("province", ["location_quotient", "share_of_region"])} option=${option} />`;
  }

  function Rates({ rows }) {
    const rate = dti.industries.rateOf(rows);
    const own = rate ? sector.sorted(rows, rate) : [];
    const option = () =>
      dti.draw.bars({
        rows: own.map((row) => ({ name: row.name, value: row[rate], href: row.href })),
        format: growth,
        label: dti.t("industry." + rate),
        signed: true,
      });
    return (
      rate &&
      html`<${dti.ui.Chart} id="rates" title=${dti.t("sector.rate_" + rate, sector.said())} unit=${dti.t("industry." + rate + "_unit")}
        source="gold.industry_profiles"
      columns=${sector.columns(dti.t("sector.province"), ["name", "growth", "yoy"])} rows=${own} height=${30 + 22 * own.length}
        query=${sector.query("province", ["growth", "yoy"])} option=${option} />`
    );
  }

  function ShareMap({ rows }) {
    if (!dti.draw.hasMap("province")) return null;
    const by = (pick) => Object.fromEntries(rows.map((row) => [row.id, pick(row)]));
    const option = () =>
      dti.draw.choropleth({
        level: "province",
        values: by((row) => row.share),
        names: by((row) => row.name),
        hrefs: by((row) => row.href),
        format: share,
        label: dti.t("sector.region_share"),
      });
    return html`<${dti.ui.Chart} id="share-map" title=${dti.t("sector.map_title", sector.said())} unit=${dti.t("sector.map_unit")}
      source="gold.industry_profiles"
      columns=${sector.columns(dti.t("sector.province"), ["name", "share", "value"])} rows=${sector.sorted(rows, "share")} height=${460}
        query=${sector.query("province", ["share_of_region", "value"])} option=${option} />`;
  }

  /** The section of the provinces. */
  sector.Provinces = function () {
    const rows = sector.rows("province");
    return html`<${dti.ui.Section} id="provinces" title=${dti.t("sector.provinces")}
      about=${dti.t("sector.provinces_about", { name: dti.name(sector.own()) })}>
      <div class="grid"><${ByShare} rows=${rows} /><${ByGrowth} rows=${rows} /></div>
      <${Doubles} rows=${rows} />
      <div class="grid"><${ShareMap} rows=${rows} /><${Scatter} rows=${rows} /><${Quotients} rows=${rows} /><${Rates} rows=${rows} /></div>
    <//>`;
  };
})();
