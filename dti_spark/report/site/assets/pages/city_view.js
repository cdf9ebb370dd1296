"use strict";
/* Cities and provinces compared: ranks, tiers, gap, clusters, and where each stands. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;
  const words = (more) => Object.assign({ period: dti.format.period(dti.state.period), node: blocks.nodeName() }, more);

  function headline() {
    const spread = dti.data.concentration && dti.data.concentration["nation/CN"];
    const node = spread && spread[dti.state.node];
    const share = node && dti.at(node.first_10_share);
    return share === null || share === undefined
      ? dti.t("cities.headline.plain", words())
      : dti.t("cities.headline", words({ share: dti.format.share(share) }));
  }

  function lead() {
    const growth = blocks.growthMeasure();
    const [first] = dti.ranked("city", dti.state.node, "value");
    const [fast] = dti.ranked("city", dti.state.node, growth);
    if (!first) return null;
    const sentences = [
      dti.t("cities.first", {
        city: dti.name(first.region),
        share: dti.format.share(dti.measure("city", first.region.id, dti.state.node, "share_of_nation")),
      }),
    ];
    if (fast)
      sentences.push(
        dti.t("cities.fast", {
          city: dti.name(fast.region),
          measure: blocks.measureName(growth),
          rate: dti.format.growth(fast.value),
        }),
      );
    return dti.sentences(sentences);
  }

  function Contents({ ids }) {
    return html`<ul class="contents" aria-label=${dti.t("contents")}>
      ${ids.map((id) => html`<li key=${id}><a href=${"#" + id}>${dti.t("cities." + id)}</a></li>`)}
    </ul>`;
  }

  function Ranks() {
    return html`<${dti.ui.Section} id="ranks" title=${dti.t("cities.ranks")} about=${dti.t("cities.ranks.about")}>
      <${blocks.Ranking}
        id="city-ranks"
        caption=${dti.t("cities.table.city", words())}
        regions=${dti.regionsOf("city")}
        nameLabel=${dti.t("name.city")}
        limit=${20}
        province=${true}
        filter=${dti.t("cities.filter")}
      />
      <${blocks.Ranking}
        id="province-ranks"
        caption=${dti.t("cities.table.province", words())}
        regions=${dti.regionsOf("province")}
        nameLabel=${dti.t("name.province")}
        limit=${10}
      />
    <//>`;
  }

  /** First tens of every node by level and by growth: one pair for the whole index and each layer. */
  function Tens() {
    const growth = blocks.growthMeasure();
    const pair = (node) =>
      ["value", growth].map((measure) => {
        const isValue = measure === "value";
        const more = words({ node: blocks.nodeName(node.id), measure: blocks.measureName(measure) });
        return html`<${blocks.TopTen}
          key=${node.id + measure}
          id=${"top-" + node.id + (isValue ? "" : "-growth")}
          type="city"
          measure=${measure}
          node=${node.id}
          title=${dti.t(isValue ? "top.city" : "top.city.growth", more)}
          nameLabel=${dti.t("name.city")}
        />`;
      });
    const tabs = dti
      .layers()
      .map((node) => ({
        id: node.id,
        label: node.level === 0 ? dti.t("picker.whole") : dti.name(node),
        body: () => html`<div class="grid">${pair(node)}</div>`,
      }));
    return html`<${dti.ui.Section} id="tens" title=${dti.t("cities.tens")}
      ><${dti.ui.Tabs} name="ten" label=${dti.t("picker.node")} tabs=${tabs}
    /><//>`;
  }

  function Clusters() {
    const clusters = dti.ranked("cluster", dti.state.node, "value");
    return html`<${dti.ui.Section}
      id="clusters"
      title=${dti.t("cities.clusters")}
      about=${dti.t("cities.clusters.about", { count: clusters.length })}
    >
      <${blocks.Ranking}
        id="cluster-ranks"
        caption=${dti.t("cities.table.cluster", words())}
        regions=${dti.regionsOf("cluster")}
        nameLabel=${dti.t("name.cluster")}
      />
      <div class="grid">
        <${blocks.Shares} type="cluster" id="cluster-shares" title=${dti.t("cities.cluster.shares", words())} wide=${true} />
      </div>
    <//>`;
  }

  dti.pages.city_view = function () {
    dti.title(dti.t("nav.city_view"));
    return html`<${dti.ui.Head} kicker=${dti.t("cities.kicker")} title=${headline()} about=${lead()}>
        <${Contents} ids=${["ranks", "tens", "where", "tiers", "gap", "clusters", "standing"]} />
      <//>
      <${dti.ui.Pickers} />
      <${Ranks} /><${Tens} />
      <${dti.ui.Section} id="where" title=${dti.t("cities.where")}><${blocks.Map} /><//>
      <${blocks.Tiers} /><${blocks.Gap} /><${Clusters} /><${blocks.Standing} />`;
  };
})();
