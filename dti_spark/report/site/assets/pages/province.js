"use strict";
/* The page of one province. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;
  const of = (province, measure) => dti.measure("province", province.id, dti.state.node, measure);

  function headline(province) {
    return dti.t("province.headline", {
      province: dti.name(province),
      period: dti.format.period(dti.state.period),
      node: blocks.nodeName(),
      value: dti.format.value(of(province, "value")),
      share: dti.format.share(of(province, "share_of_nation")),
    });
  }

  function lead(province) {
    const cities = dti
      .citiesOf(province)
      .map((city) => ({ city, value: dti.measure("city", city.id, dti.state.node, "value") }))
      .sort((a, b) => b.value - a.value);
    const sum = cities.reduce((total, row) => total + (row.value || 0), 0);
    if (cities.length < 2 || !sum) return null;
    return dti.t("province.lead", {
      count: cities.length,
      first: dti.name(cities[0].city),
      share: dti.format.share(cities[0].value / sum),
    });
  }

  function Heads({ province, file }) {
    const change = of(province, "rank_change");
    const per = file && dti.at(file.profile && file.profile.value_per_city);
    const note = [dti.t("note.of.provinces", { count: dti.regionsOf("province").length })]
      .concat(change === null ? [] : blocks.moved(change))
      .join(dti.t("list.gap"));
    return html`<${blocks.Heads} region=${province}>
      <${dti.ui.Figure} label=${dti.t("measure.rank_nation")} value=${dti.format.rank(of(province, "rank"))} note=${note} />
      <${dti.ui.Figure}
        label=${dti.t("measure.share_of_nation")}
        value=${dti.format.share(of(province, "share_of_nation"))}
        note=${dti.t("note.cities", { count: province.cities })}
      />
      ${per !== null && per !== undefined && html`<${dti.ui.Figure} label=${dti.t("measure.value_per_city")} value=${dti.format.value(per)} note=${dti.t("note.whole")} />`}
    <//>`;
  }

  function Cities({ province }) {
    const cities = dti.citiesOf(province);
    const words = { province: dti.name(province), period: dti.format.period(dti.state.period), node: blocks.nodeName() };
    return html`<${dti.ui.Section} id="cities" title=${dti.t("province.cities")}>
      <${blocks.Ranking}
        id="city-ranks"
        caption=${dti.t("province.table", words)}
        regions=${cities}
        nameLabel=${dti.t("name.city")}
        first="rank_in_province"
      />
      ${
        cities.length > 1 &&
        html`<div class="grid">
          <${blocks.Bump} cities=${cities} measure="rank_in_province" depth=${15} title=${dti.t("province.bump", words)} />
          <${blocks.Heat} cities=${cities} title=${dti.t("province.heat", words)} />
        </div>`
      }
    <//>`;
  }

  dti.pages.province = function () {
    const province = blocks.own();
    const file = dti.region("province", province.id);
    dti.title(dti.name(province));
    if (of(province, "value") === null)
      return html`<${dti.ui.Head} title=${dti.name(province)} /><${dti.ui.Pickers} /><${dti.ui.Note}>${dti.t("region.none")}<//>`;
    return html`<${dti.ui.Head}
        kicker=${dti.t("province.kicker", { region: dti.name(dti.find("economic_region", province.economic)) })}
        title=${headline(province)}
        about=${lead(province)}
      />
      <${dti.ui.Pickers} />
      ${of(province, "value") === 0 && html`<${dti.ui.Note}>${dti.t("region.zero")}<//>`}
      <${Heads} province=${province} file=${file} /><${blocks.Course} region=${province} /><${Cities} province=${province} />
      ${province.cities > 1 && html`<${blocks.Inside} region=${province} file=${file} />`}
      <${blocks.Strengths} region=${province} file=${file} /><${blocks.Moves} region=${province} file=${file} />
      <${blocks.Industries} region=${province} file=${file} /><${blocks.Window} region=${province} file=${file} />`;
  };
})();
