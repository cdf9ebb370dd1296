"use strict";
/* The first page: the nation's index, what moved it, where it is, who leads. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;
  const nation = () => dti.find("nation", "CN");
  const of = (measure) => dti.measure("nation", "CN", dti.state.node, measure);

  /** The first sentence of the page: the value and how it moved. */
  function headline() {
    const words = {
      period: dti.format.period(dti.state.period),
      node: blocks.nodeName(),
      value: dti.format.value(of("value")),
      grew: blocks.grew(of("yoy")),
    };
    return dti.t(of("yoy") === null ? "overview.headline.first" : "overview.headline", words);
  }

  /** What moved the index and who leads it. */
  function lead(parts) {
    const mover = blocks.firstMover(parts);
    const [first, second, third] = dti.ranked("city", dti.state.node, "value");
    const sentences = [];
    if (mover)
      sentences.push(
        dti.t(mover.value < 0 ? "overview.mover.down" : "overview.mover.up", {
          layer: dti.name(mover.node),
          points: dti.format.size(mover.value),
        }),
      );
    if (third) {
      const share = [first, second, third].reduce(
        (sum, row) => sum + dti.measure("city", row.region.id, dti.state.node, "share_of_nation"),
        0,
      );
      sentences.push(
        dti.t("overview.leaders", {
          first: dti.name(first.region),
          second: dti.name(second.region),
          third: dti.name(third.region),
          share: dti.format.share(share),
        }),
      );
    }
    return dti.sentences(sentences);
  }

  function Heads() {
    const spread = dti.data.concentration && dti.data.concentration["nation/CN"];
    const node = spread && spread[dti.state.node];
    const head = node && dti.at(node.first_10_share);
    const used = node && dti.at(node.cities_in_use);
    return html`<${blocks.Heads} region=${nation()}>
      ${head !== undefined && head !== null && html`<${dti.ui.Figure} label=${dti.t("measure.first_10_share")} value=${dti.format.share(head)} note=${dti.t("note.first_10_share")} />`}
      ${used !== undefined && used !== null && html`<${dti.ui.Figure} label=${dti.t("measure.cities_in_use")} value=${dti.format.count(used)} note=${dti.t("note.cities_in_use", { all: dti.regionsOf("city").length })} />`}
    <//>`;
  }

  function QuarterOnQuarter() {
    const lines = dti.layers().map((node) => ({
      key: node.id,
      name: node.level === 0 ? dti.t("picker.whole") : dti.name(node),
      values: dti.overQuarters(dti.seriesOf("nation", "CN", node.id, "qoq")),
      colour: dti.draw.nodeColour(node.id),
      strong: node.level === 0,
    }));
    const where = blocks.where({
      region_type: "nation",
      region: "CN",
      period_type: "quarter",
      node: lines.map((line) => line.key),
    });
    return html`<${blocks.OverQuarters}
      id="qoq"
      title=${dti.t("qoq.title", { region: dti.name(nation()) })}
      unit=${dti.t("unit.qoq")}
      source="gold.growth"
      lines=${lines}
      format=${dti.format.growth}
      query=${{ table: "gold.growth", where, columns: ["period", "node", "qoq"] }}
    />`;
  }

  function Course() {
    return html`<${dti.ui.Section} id="course" title=${dti.t("overview.course")}>
      <div class="grid">
        <${blocks.Layers} region=${nation()} wide=${true} /> <${blocks.Growth} region=${nation()} /><${QuarterOnQuarter} />
      </div>
    <//>`;
  }

  /** How many percentage points of the nation's growth each member of a type of region gives. */
  function ByRegion({ type, count }) {
    const found = (dti.data.contributions.by_region || {})[type] || {};
    const rows = dti
      .regionsOf(type)
      .map((region) => ({
        id: region.id,
        name: dti.name(region),
        href: dti.regionHref(region),
        value: dti.at(found[region.id] && found[region.id].nation_yoy_contribution),
      }))
      .filter((row) => row.value !== null)
      .sort((a, b) => b.value - a.value);
    const shown = rows.slice(0, count);
    const where = blocks.where({
      region_type: type,
      period: dti.state.period,
      node: dti.rootNode().id,
      region: shown.map((row) => row.id),
    });
    return html`<${blocks.Bars}
      id=${"moves-" + type}
      title=${dti.t("moves." + type, { period: dti.format.period(dti.state.period), count: shown.length })}
      unit=${dti.t("unit.contribution")}
      source="gold.contributions"
      rows=${shown}
      format=${dti.format.percentagePoints}
      signed=${true}
      label=${dti.t("measure.contribution")}
      nameLabel=${dti.t("name." + type)}
      query=${{ table: "gold.contributions", where, columns: ["region", "nation_yoy_contribution"] }}
    />`;
  }

  function industryName(id) {
    const industry = dti.industry(id);
    return industry ? dti.name(industry) : dti.t("name.unattributed");
  }

  /** How many points each industry gives to the change; groups are left out, since their parts are there. */
  function ByIndustry() {
    const found = dti.data.contributions.by_industry || {};
    const rows = Object.keys(found)
      .filter((id) => !(dti.industry(id) && dti.industry(id).is_group))
      .map((id) => ({
        id,
        name: industryName(id),
        href: dti.industry(id) ? dti.industryHref(id) : null,
        value: dti.at(found[id].yoy_points),
      }))
      .filter((row) => row.value !== null)
      .sort((a, b) => b.value - a.value);
    const where = {
      index: dti.rootNode().index,
      region_type: "nation",
      region: "CN",
      period: dti.state.period,
      node: dti.rootNode().id,
      industry: rows.map((row) => row.id),
    };
    return html`<${blocks.Bars}
      id="moves-industry"
      title=${dti.t("moves.industry", { period: dti.format.period(dti.state.period) })}
      unit=${dti.t("unit.gain")}
      about=${dti.t("moves.industry.about")}
      source="gold.contributions"
      rows=${rows}
      format=${dti.format.gain}
      signed=${true}
      label=${dti.t("measure.gain")}
      nameLabel=${dti.t("name.industry")}
      query=${{ table: "gold.contributions", where, columns: ["industry", "yoy_points"] }}
    />`;
  }

  function Moves() {
    const { contributions } = dti.data;
    if (!contributions) return null;
    return html`<${dti.ui.Section} id="moves" title=${dti.t("overview.moves")} about=${dti.t("overview.moves.about")}>
      ${
        dti.measure("nation", "CN", dti.rootNode().id, "yoy") === null
          ? html`<${dti.ui.Note}>${dti.t("moves.none")}<//>`
          : html`<div class="grid">
              <${blocks.Waterfall} region=${nation()} parts=${contributions.nation} /><${blocks.Indicators}
                region=${nation()}
                parts=${contributions.nation}
              />
              <${ByRegion} type="province" count=${15} /><${ByIndustry} />
              <${ByRegion} type="economic_region" count=${4} /><${ByRegion} type="tier" count=${5} />
            </div>`
      }
    <//>`;
  }

  function Leaders() {
    const growth = blocks.growthMeasure();
    const words = { period: dti.format.period(dti.state.period), node: blocks.nodeName(), measure: blocks.measureName(growth) };
    const ten = (type, measure) =>
      html`<${blocks.TopTen}
        id=${"top-" + type + (measure === "value" ? "" : "-growth")}
        type=${type}
        measure=${measure}
        title=${dti.t("top." + type + (measure === "value" ? "" : ".growth"), words)}
        nameLabel=${dti.t("name." + type)}
      />`;
    return html`<${dti.ui.Section} id="leaders" title=${dti.t("overview.leaders.title")}>
      <div class="grid">
        ${ten("city", "value")} ${ten("province", "value")} ${ten("city", growth)} ${ten("province", growth)}
      </div>
      <p class="more-link"><a href=${dti.href("cities.html")}>${dti.t("overview.more")}</a></p>
    <//>`;
  }

  function Facts() {
    const { core } = dti.data;
    const quarters = dti.quarters();
    const facts = {
      release: core.release.name,
      published: String(core.release.published || "–").slice(0, 10),
      covers: dti.t("facts.span", {
        first: dti.format.period(quarters[0].id),
        last: dti.format.period(quarters[quarters.length - 1].id),
        count: quarters.length,
      }),
      base: dti.format.period(core.base),
      cities: dti.format.count(dti.regionsOf("city").length),
      industries: dti.format.count(core.industries.filter((industry) => industry.id !== "all" && !industry.is_group).length),
      methodology: core.release.methodology,
      code: core.release.code_version,
    };
    return html`<${dti.ui.Section} id="facts" title=${dti.t("facts.title")}>
      <dl class="facts">
        ${Object.entries(facts).map(
          ([key, value]) =>
            html`<div key=${key}>
              <dt>${dti.t("facts." + key)}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <p class="more-link">
        <a href=${dti.href("method.html")}>${dti.t("facts.method")}</a> ·
        <a href=${dti.href("data.html")}>${dti.t("facts.data")}</a>
      </p>
    <//>`;
  }

  dti.pages.overview = function () {
    dti.title(dti.t("nav.overview"));
    const parts = (dti.data.contributions && dti.data.contributions.nation) || {};
    return html`<${dti.ui.Head} kicker=${dti.t("overview.kicker")} title=${headline()} about=${lead(parts)} />
      <${dti.ui.Pickers} /><${Heads} /><${Course} /><${Moves} />
      <${dti.ui.Section} id="where" title=${dti.t("overview.where")}><${blocks.Map} /><//>
      <${Leaders} /><${Facts} />`;
  };
})();
