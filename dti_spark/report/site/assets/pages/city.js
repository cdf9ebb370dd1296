"use strict";
/* The page of one city. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;
  const of = (city, measure) => dti.measure("city", city.id, dti.state.node, measure);

  function headline(city) {
    const words = {
      city: dti.name(city),
      period: dti.format.period(dti.state.period),
      node: blocks.nodeName(),
      value: dti.format.value(of(city, "value")),
      rank: dti.format.rank(of(city, "rank")),
    };
    return dti.t("city.headline", words);
  }

  function place(city) {
    return ["province", "cluster", "tier"]
      .map((type) => (city[type] === undefined ? null : dti.find(type, city[type])))
      .filter(Boolean);
  }

  function Place({ city }) {
    return html`<p class="place">
      ${place(city).map((region, at) => html`${at > 0 && " · "}<${dti.ui.Region} key=${region.type} region=${region} />`)}
      ${" · "}${dti.t("city.code", { code: city.id })}
    </p>`;
  }

  function lead(city) {
    const growth = blocks.growthMeasure();
    const rate = of(city, growth);
    if (rate === null) return null;
    const nation = dti.measure("nation", "CN", dti.state.node, growth);
    return dti.t(rate >= nation ? "city.lead.above" : "city.lead.below", {
      measure: blocks.measureName(growth),
      rate: dti.format.growth(rate),
      gap: dti.format.size(rate - nation),
      rank: dti.format.rank(of(city, growth === "growth" ? "growth_rank" : "yoy_rank")),
    });
  }

  function Heads({ city }) {
    const rank = (measure, of_) =>
      of(city, measure) !== null &&
      html`<${dti.ui.Figure}
        label=${dti.t("measure." + measure)}
        value=${dti.format.rank(of(city, measure))}
        note=${dti.t("note.of", { count: of_ })}
      />`;
    const members = (type) => dti.citiesOf(dti.find(type, city[type])).length;
    return html`<${blocks.Heads} region=${city}>
      <${dti.ui.Figure} label=${dti.t("measure.rank_nation")} value=${dti.format.rank(of(city, "rank"))} note=${rankNote(city)} />
      ${rank("rank_in_province", members("province"))} ${city.cluster && rank("rank_in_cluster", members("cluster"))}
      <${dti.ui.Figure}
        label=${dti.t("measure.share_of_nation")}
        value=${dti.format.share(of(city, "share_of_nation"))}
        note=${dti.t("note.share", { node: blocks.nodeName() })}
      />
    <//>`;
  }

  function rankNote(city) {
    const change = of(city, "rank_change");
    const all = dti.t("note.of", { count: dti.regionsOf("city").length });
    if (change === null) return all;
    return [all, blocks.moved(change)].join(dti.t("list.gap"));
  }

  /** Ranks of the city over the quarters: nation, province, cluster. */
  function Ranks({ city }) {
    const measures = ["rank", "rank_in_province"].concat(city.cluster ? "rank_in_cluster" : []);
    const lines = measures.map((measure, at) => ({
      key: measure,
      name: dti.t("measure." + (measure === "rank" ? "rank_nation" : measure)),
      values: dti.overQuarters(dti.seriesOf("city", city.id, dti.state.node, measure)),
      colour: dti.draw.palette()[at],
    }));
    const where = blocks.where({ region_type: "city", region: city.id, period_type: "quarter", node: dti.state.node });
    return html`<${blocks.OverQuarters}
      id="rank-course"
      title=${dti.t("city.ranks", { city: dti.name(city), node: blocks.nodeName() })}
      unit=${dti.t("unit.rank")}
      source="gold.rankings"
      lines=${lines}
      format=${dti.format.rank}
      inverse=${true}
      zero=${false}
      query=${{ table: "gold.rankings", where, columns: ["period", ...measures] }}
    />`;
  }

  /** The cities just before and after in the ranking of the nation. */
  function Neighbours({ city }) {
    const own = of(city, "rank");
    const near = dti.regionsOf("city").filter((other) => Math.abs(of(other, "rank") - own) <= 4);
    return html`<${blocks.Ranking}
      id="neighbours"
      caption=${dti.t("city.neighbours")}
      regions=${near}
      nameLabel=${dti.t("name.city")}
      province=${true}
      marked=${[city.id]}
    />`;
  }

  function Standing({ city }) {
    const peers = dti
      .regionsOf("city")
      .filter((other) => other.tier === city.tier || other.cluster === city.cluster || other.province === city.province);
    const words = { city: dti.name(city), period: dti.format.period(dti.state.period), node: blocks.nodeName() };
    return html`<${dti.ui.Section} id="standing" title=${dti.t("city.standing")}>
      <div class="grid"><${Ranks} city=${city} /><${Peers} city=${city} /></div>
      <${Neighbours} city=${city} />
      <div class="grid"><${blocks.Scatter} cities=${peers} marked=${[city.id]} title=${dti.t("city.scatter", words)} /></div>
    <//>`;
  }

  /** Growth of the city beside those that it is compared with. */
  function Peers({ city }) {
    const regions = [city, ...blocks.others(city).map((other) => other.region)];
    const lines = regions.map((region, at) => ({
      key: region.type,
      name: dti.name(region),
      values: dti.overQuarters(dti.seriesOf(region.type, region.id, dti.state.node, "yoy")),
      strong: at === 0,
      colour: at === 0 ? dti.css("--ink") : dti.draw.palette()[at - 1],
    }));
    const where = blocks.where({
      region_type: regions.map((region) => region.type),
      region: regions.map((region) => region.id),
      period_type: "quarter",
      node: dti.state.node,
    });
    return html`<${blocks.OverQuarters}
      id="peers"
      title=${dti.t("city.peers", { city: dti.name(city), node: blocks.nodeName() })}
      unit=${dti.t("unit.yoy")}
      source="gold.growth"
      lines=${lines}
      format=${dti.format.growth}
      query=${{ table: "gold.growth", where, columns: ["region_type", "region", "period", "yoy"] }}
    />`;
  }

  dti.pages.city = function () {
    const city = blocks.own();
    const file = dti.region("city", city.id);
    dti.title(dti.name(city));
    if (of(city, "value") === null)
      return html`<${dti.ui.Head} title=${dti.name(city)} /><${dti.ui.Pickers} /><${dti.ui.Note}>${dti.t("region.none")}<//>`;
    return html`<${dti.ui.Head}
        kicker=${dti.t("city.kicker", { full: dti.state.lang === "zh" ? city.full || city.zh : dti.name(city) })}
        title=${headline(city)}
        about=${lead(city)}
        ><${Place} city=${city}
      /><//>
      <${dti.ui.Pickers} />
      ${of(city, "value") === 0 && html`<${dti.ui.Note}>${dti.t("region.zero")}<//>`}
      <${Heads} city=${city} /><${blocks.Course} region=${city} /><${Standing} city=${city} />
      <${blocks.Strengths} region=${city} file=${file} /><${blocks.Moves} region=${city} file=${file} />
      <${blocks.Industries} region=${city} file=${file} /><${blocks.Window} region=${city} file=${file} />`;
  };
})();
