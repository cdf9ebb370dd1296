"use strict";
/* The industry in cities, clusters, economic regions and formations. */
(function () {
  const html = dti.html;
  const sector = dti.sector;
  const { value, share, growth, ratio, points } = dti.format;

  function Bubbles({ rows }) {
    const own = sector.sorted(rows, "value");
    const option = () =>
      dti.draw.bubbles({
        points: own.map((row) => ({ name: row.name, lon: row.region.lon, lat: row.region.lat, value: row.value, href: row.href })),
        format: value,
        label: dti.t("sector.value"),
      });
    return html`<${dti.ui.Chart} id="bubbles" title=${dti.t("sector.bubbles_title", sector.said())} unit=${dti.t("sector.bubbles_unit")}
      source=${["gold.industry_profiles", "gold.cities"]}
      columns=${sector.columns(dti.t("sector.city"), ["name", "value"])} rows=${own} height=${480}
        query=${sector.query("city", ["value"])} option=${option} />`;
  }

  function Cities({ rows }) {
    const own = sector.sorted(rows, "value");
    const ten = own.slice(0, 10).reduce((sum, row) => sum + row.nation, 0);
    return html`<div>
      <${dti.ui.Table} id="city-table" caption=${dti.t("sector.cities_caption", sector.said())} filter=${dti.t("sector.find_city")}
        columns=${sector.columns(dti.t("sector.city"), ["name", "value", "nation", "share", "lq", "growth"])} rows=${own} limit=${15}
        note=${dti.t("sector.first_ten", { share: share(ten) }) + " " + dti.sourceLine("gold.industry_profiles")} />
    </div>`;
  }

  function Wholes({ type, caption, label }) {
    const own = sector.sorted(sector.rows(type), "value");
    return html`<${dti.ui.Table} id=${type + "-table"} caption=${dti.t(caption, sector.said())}
      columns=${sector.columns(dti.t(label), ["name", "value", "nation", "share", "lq", "yoy", "growth"])} rows=${own}
        note=${dti.sourceLine("gold.industry_profiles")} />`;
  }

  function Places() {
    const rows = sector.rows("city");
    return html`<${dti.ui.Section} id="cities" title=${dti.t("sector.cities")}>
      <div class="grid"><${Bubbles} rows=${rows} /><${Cities} rows=${rows} /></div>
      <${Wholes} type="cluster" caption="sector.clusters_caption" label="sector.cluster" />
      <${Wholes} type="economic_region" caption="sector.economic_caption" label="sector.economic_region" />
    <//>`;
  }

  function regionsOf(row) {
    if (row.region_type === "hu_line") return dti.t("industry.side_" + row.regions[0]);
    return row.regions
      .map((id) => dti.find(row.region_type, id))
      .filter(Boolean)
      .map((region, at) => html`${at > 0 && dti.t("method.comma")}<${dti.ui.Region} key=${region.id} region=${region} />`);
  }

  function formed(row) {
    const at = (measure) => dti.at(row.values[measure]);
    return {
      id: row.formation + "/" + row.part,
      part: row.region_type === "hu_line" ? dti.t("industry.side_" + row.regions[0]) : dti.name({ zh: row.part_zh, en: row.part_en }),
      regions: row.part === "whole" ? "–" : regionsOf(row),
      points: at("points"),
      share: at("share_of_nation"),
      lq: at("location_quotient"),
      yoy: at("yoy"),
      growth: at("growth"),
      lines: row.source_lines.replace(/;/g, dti.t("method.comma")),
      mark: row.part === "whole",
    };
  }

  function FormationTable({ id, caption, rows, isLine, isOwn }) {
    const columns = [
      { key: "part", label: dti.t(isLine ? "sector.side" : "industry.part"), head: true },
      isLine ? null : { key: "regions", label: dti.t("industry.regions"), render: (row) => row.regions },
      { key: "points", label: dti.t("industry.points"), format: points },
      { key: "share", label: dti.t("sector.of_nation"), format: share },
      { key: "lq", label: dti.t("sector.lq"), format: ratio },
      { key: "yoy", label: dti.t("industry.yoy"), format: growth },
      { key: "growth", label: dti.t("sector.growth"), format: growth },
      isOwn && { key: "lines", label: dti.t("industry.lines") },
    ].filter(Boolean);
    return html`<${dti.ui.Table} id=${id} caption=${caption} columns=${columns} rows=${rows.map(formed)} sortable=${false}
      note=${dti.sourceLine("gold.formation_values")} />`;
  }

  /** The formation that bears the name of the industry or its group, and both sides of the Hu line. */
  function Formations() {
    const rows = sector.data().formations.filter((row) => row.values);
    const own = rows.filter((row) => row.kind !== "line");
    const line = rows.filter((row) => row.kind === "line");
    const isOwnLine = line.some((row) => row.is_own_industry);
    const name = (row) => dti.name({ zh: row.name_zh, en: row.name_en });
    const said = (row) => Object.assign(sector.said(), { formation: name(row) });
    return html`${
      own.length > 0 &&
      html`<${dti.ui.Section} id="formation" title=${name(own[0])} about=${dti.t("sector.formation_about")}>
        <${FormationTable} id="formation-table" caption=${dti.t("sector.formation_caption", said(own[0]))} rows=${own} isOwn=${true} />
      <//>`
    }
      ${
        line.length > 0 &&
        html`<${dti.ui.Section} id="hu" title=${isOwnLine ? name(line[0]) : dti.t("sector.hu")}
          about=${dti.t("industry.hu_about")}>
        <${FormationTable} id="hu-table" caption=${dti.t("sector.hu_caption", sector.said())} rows=${line}
          isLine=${true} isOwn=${isOwnLine} />
      <//>`
      }`;
  }

  function Others() {
    const own = sector.own();
    return html`<nav class="others" aria-label=${dti.t("sector.other")}><p class="kicker">${dti.t("sector.other")}</p>
      <p>${dti.industries
        .known()
        .filter((industry) => industry !== own)
        .map(
          (industry, at) => html`${at > 0 && " · "}<a key=${industry.id} href=${dti.industryHref(industry.id)}>${dti.name(industry)}</a>`,
        )}</p></nav>`;
  }

  Object.assign(sector, { Places, Formations, Others });
})();
