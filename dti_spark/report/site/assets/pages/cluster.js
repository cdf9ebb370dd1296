"use strict";
/* The page of one city cluster: its weight in the nation, its cities, its inside, its industries. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;
  const of = (cluster, measure) => dti.measure("cluster", cluster.id, dti.state.node, measure);

  function words(cluster) {
    return {
      cluster: dti.name(cluster),
      period: dti.format.period(dti.state.period),
      node: blocks.nodeName(),
      value: dti.format.value(of(cluster, "value")),
      share: dti.format.share(of(cluster, "share_of_nation")),
      rank: dti.format.rank(of(cluster, "rank")),
      count: cluster.cities,
    };
  }

  function lead(cluster) {
    const first = dti.citiesOf(cluster).find((city) => dti.measure("city", city.id, dti.state.node, "rank_in_cluster") === 1);
    if (!first) return null;
    const share = dti.measure("city", first.id, dti.state.node, "value") / of(cluster, "value");
    return dti.t("cluster.lead", Object.assign(words(cluster), { first: dti.name(first), head: dti.format.share(share) }));
  }

  function Heads({ cluster, file }) {
    const profile = (file && file.profile) || {};
    const figure = (measure, format, note) => {
      const value = dti.at(profile[measure]);
      return (
        value !== null && html`<${dti.ui.Figure} label=${dti.t("measure." + measure)} value=${format(value)} note=${note} />`
      );
    };
    return html`<${blocks.Heads} region=${cluster}>
      <${dti.ui.Figure}
        label=${dti.t("measure.share_of_nation")}
        value=${dti.format.share(of(cluster, "share_of_nation"))}
        note=${dti.t("note.rank", { rank: dti.format.rank(of(cluster, "rank")), count: dti.regionsOf("cluster").length })}
      />
      ${figure("share_of_cities", dti.format.share, dti.t("note.cities", { count: cluster.cities }))}
      ${figure("value_per_city", dti.format.value, dti.t("note.rank", { rank: dti.format.rank(dti.at(profile.rank_per_city)), count: dti.regionsOf("cluster").length }))}
    <//>`;
  }

  function Cities({ cluster }) {
    const cities = dti.citiesOf(cluster);
    return html`<${dti.ui.Section} id="cities" title=${dti.t("cluster.cities")}>
      <${blocks.Ranking}
        id="city-ranks"
        caption=${dti.t("cluster.table", words(cluster))}
        regions=${cities}
        nameLabel=${dti.t("name.city")}
        first="rank_in_cluster"
        province=${true}
      />
      <div class="grid">
        <${blocks.Bump} cities=${cities} measure="rank_in_cluster" depth=${15} title=${dti.t("cluster.bump", words(cluster))} />
        <${blocks.Heat} cities=${cities} title=${dti.t("cluster.heat", words(cluster))} />
        <${blocks.Scatter}
          cities=${cities}
          marked=${cities.slice(0, 40).map((city) => city.id)}
          title=${dti.t("cluster.scatter", words(cluster))}
        />
      </div>
    <//>`;
  }

  function Others({ cluster }) {
    const others = dti.ranked("cluster", dti.state.node, "value");
    return html`<nav class="siblings" aria-label=${dti.t("cluster.others")}>
      <ul class="contents">
        ${others.map((row) => html`<li key=${row.region.id}><a href=${dti.regionHref(row.region)} aria-current=${row.region.id === cluster.id ? "page" : null}>${dti.name(row.region)}</a></li>`)}
      </ul>
    </nav>`;
  }

  dti.pages.cluster = function () {
    const cluster = blocks.own();
    const file = dti.region("cluster", cluster.id);
    dti.title(dti.name(cluster));
    return html`<${dti.ui.Head}
        kicker=${dti.t("cluster.kicker")}
        title=${dti.t("cluster.headline", words(cluster))}
        about=${lead(cluster)}
        ><${Others} cluster=${cluster}
      /><//>
      <${dti.ui.Pickers} /><${Heads} cluster=${cluster} file=${file} /> <${blocks.Course} region=${cluster} /><${Cities}
        cluster=${cluster}
      /><${blocks.Inside} region=${cluster} file=${file} /> <${blocks.Strengths} region=${cluster} file=${file} /><${blocks.Moves}
        region=${cluster}
        file=${file}
      />
      <${blocks.Industries} region=${cluster} file=${file} /><${blocks.Window} region=${cluster} file=${file} />`;
  };
})();
