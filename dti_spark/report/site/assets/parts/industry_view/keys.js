"use strict";
/* The three key indicators of the industry index beside each other. */
(function () {
  const html = dti.html;
  const view = dti.view;
  const MEASURES = { share: "share_of_region", growth: "growth", yoy: "yoy" };

  function Keys() {
    const nodes = dti.industries.nodes();
    const rate = dti.industries.rateOf(view.rows(dti.industries.ranked())) || "growth";
    const shown = dti.state.keys === "growth" ? rate : "share";
    const format = shown === "share" ? dti.format.share : dti.format.growth;
    const rows = view
      .sorted(view.rows(dti.industries.ranked()), "value")
      .map((row) =>
        Object.assign(
          { id: row.id, name: row.name, href: row.href },
          Object.fromEntries(nodes.map((node) => [node.id, view.figure(row.id, MEASURES[shown], dti.state.period, node.id)])),
        ),
      );
    const named = Object.fromEntries(nodes.map((node) => [node.id, dti.name(node)]));
    const columns = [view.columns(["name"])[0]].concat(nodes.map((node) => ({ key: node.id, label: dti.name(node), format })));
    const filled = rows.filter((row) => nodes.some((node) => row[node.id] !== null));
    const option = () =>
      dti.draw.heat({
        columns: nodes.map((node) => node.id),
        rows: filled.map((row) => ({ name: row.name, href: row.href, values: nodes.map((node) => row[node.id]) })),
        format,
        columnFormat: (id) => named[id],
        slant: dti.draw.isNarrow() ? 45 : 0,
      });
    const query = {
      table: "gold.industry_profiles",
      where: { index: nodes[0].index, region_type: "nation", period: dti.state.period },
      columns: ["industry", "node", MEASURES[shown]],
    };
    return html`<${dti.ui.Chart} id="key-indicators" title=${dti.t("industry.key_title_" + shown, view.said())}
      unit=${dti.t("industry." + shown + "_unit")}
      source="gold.industry_profiles" columns=${columns} rows=${filled} height=${130 + 26 * filled.length} query=${query}
        option=${option} />`;
  }

  /** The section of the key indicators; nothing where the release has them not by industry. */
  view.KeyIndicators = function () {
    if (!view.data().nodes) return null;
    const options = ["share", "growth"].map((id) => ({ id, label: dti.t("industry.key_" + id) }));
    return html`<${dti.ui.Section} id="keys" title=${dti.t("industry.key")} about=${dti.t("industry.key_about")}>
      <${dti.ui.Choice} label=${dti.t("window.measure")} name="keys" options=${options} value=${dti.state.keys || "share"}
        onChange=${(id) => dti.go({ keys: id === "share" ? null : id })} />
      <${Keys} />
    <//>`;
  };
})();
