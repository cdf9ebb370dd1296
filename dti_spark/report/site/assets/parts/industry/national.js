"use strict";
/* The industry in the nation: figures of the period, and its course over the quarters. */
(function () {
  const html = dti.html;
  const sector = dti.sector;
  const { value, share, growth, rank } = dti.format;

  /** The head of the page: what the industry is and where it stands. */
  function Head() {
    const industry = sector.own();
    const group = dti.industries.isPart(industry) ? dti.industry(industry.group) : null;
    const kicker = industry.is_group
      ? dti.t("sector.kicker_group")
      : group
        ? dti.t("sector.kicker_part", { group: dti.name(group) })
        : dti.t("sector.kicker");
    const place = sector.national("rank_in_region");
    const lead = dti.t(
      "sector.lead",
      Object.assign(sector.said(), { value: value(sector.national("value")), share: share(sector.national("share_of_region")) }),
    );
    const more =
      place === null
        ? ""
        : dti.t("sector.lead_rank", {
            count: dti.industries.ranked().length,
            rank: place,
            size: dti.industries.sizeName(sector.national("size_class")).toLowerCase(),
          });
    const parts = industry.is_group ? dti.industries.partsOf(industry) : [];
    return html`<${dti.ui.Head} kicker=${kicker} title=${dti.name(industry)} about=${lead + (dti.state.lang === "en" ? " " : "") + more}>
      ${group && html`<p><a href=${dti.industryHref(group.id)}>${dti.name(group)}</a></p>`}
      ${parts.length > 0 && html`<p>${dti.t("sector.parts")}${parts.map((part, at) => html`${at > 0 && dti.t("method.comma")}<a key=${part.id} href=${dti.industryHref(part.id)}>${dti.name(part)}</a>`)}</p>`}
    <//>`;
  }

  function Summary() {
    const rates = ["yoy", "growth"].map((rate) => [rate, sector.national(rate)]);
    const direction = (rate) => (rate > 0 ? "up" : rate < 0 ? "down" : "");
    const place = sector.national("rank_in_region");
    return html`<${dti.ui.Figures}>
      <${dti.ui.Figure} label=${dti.t("sector.value")} value=${value(sector.national("value"))} note=${dti.t("sector.value_note")} />
      <${dti.ui.Figure} label=${dti.t("sector.share")} value=${share(sector.national("share_of_region"))} />
      ${place !== null && html`<${dti.ui.Figure} label=${dti.t("sector.rank")} value=${rank(place)}
        note=${dti.t("sector.rank_note", { count: dti.industries.ranked().length })} />`}
      ${rates.map(([rate, figure]) => html`<${dti.ui.Figure} key=${rate} label=${dti.t("sector." + rate)} value=${growth(figure)} direction=${direction(figure)}
        note=${rate === "growth" ? dti.t("industry.growth_note") : ""} />`)}
    <//>`;
  }

  const quarterIds = () => dti.quarters().map((quarter) => quarter.id);

  /** Lines of a measure: the index and its key indicators. */
  function lines(measure) {
    const colours = () => dti.draw.palette();
    return dti.industries.nodes().map((node, at) => ({
      id: node.id,
      name: dti.name(node),
      values: quarterIds().map((quarter) => sector.national(measure, quarter, node.id)),
      strong: at === 0,
      get colour() {
        return at === 0 ? dti.css("--ink") : colours()[at - 1];
      },
    }));
  }

  function Course({ id, measure, title, unit, format }) {
    const drawn = lines(measure);
    const rows = quarterIds()
      .map((period, at) => Object.assign({ period }, Object.fromEntries(drawn.map((line) => [line.id, line.values[at]]))))
      .filter((row) => drawn.some((line) => row[line.id] !== null));
    const columns = [{ key: "period", label: dti.t("sector.period"), format: dti.format.period, head: true }].concat(
      drawn.map((line) => ({ key: line.id, label: line.name, format })),
    );
    const where = { index: dti.industries.nodes()[0].index, region_type: "nation", industry: sector.data().industry, period: quarterIds() };
    return html`<${dti.ui.Chart} id=${id} title=${title} unit=${unit} source="gold.industry_profiles" columns=${columns} rows=${rows}
      height=${320}
      query=${{ table: "gold.industry_profiles", where, columns: ["period", "node", measure] }}
        option=${() => dti.draw.series({ periods: quarterIds(), lines: drawn, format })} />`;
  }

  function Periods() {
    const rows = dti.data.core.periods.map((period) => ({
      id: period.id,
      period: period.id,
      value: sector.national("value", period.id),
      share: sector.national("share_of_region", period.id),
      rank: sector.national("rank_in_region", period.id),
      yoy: sector.national("yoy", period.id),
      growth: sector.national("growth", period.id),
      mark: period.id === dti.state.period,
    }));
    const columns = [
      { key: "period", label: dti.t("sector.period"), format: dti.format.period, head: true },
      { key: "value", label: dti.t("sector.value"), format: value },
      { key: "share", label: dti.t("sector.share"), format: share },
      { key: "rank", label: dti.t("sector.rank"), format: rank, down: false },
      { key: "yoy", label: dti.t("sector.yoy"), format: growth },
      { key: "growth", label: dti.t("sector.growth"), format: growth },
    ];
    return html`<${dti.ui.Table} id="periods" caption=${dti.t("sector.table_caption", sector.said())} columns=${columns} rows=${rows}
      note=${dti.sourceLine("gold.industry_profiles")} />`;
  }

  function Nation() {
    const name = { name: dti.name(sector.own()) };
    return html`<${dti.ui.Section} id="over-time" title=${dti.t("sector.over_time")}>
      <div class="grid">
        <${Course} id="series" measure="value" title=${dti.t("sector.series_title", name)}
          unit=${dti.t("industry.points_unit")} format=${value} />
        <${Course} id="yoy" measure="yoy" title=${dti.t("sector.yoy_title", name)} unit=${dti.t("sector.yoy_unit")} format=${growth} />
        <${Course} id="share" measure="share_of_region" title=${dti.t("sector.share_title", name)}
          unit=${dti.t("sector.share_unit")} format=${share} />
        <${Periods} />
      </div>
    <//>`;
  }

  Object.assign(sector, { Head, Summary, Nation });
})();
