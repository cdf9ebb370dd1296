"use strict";
/* Ranked regions: tables with the change of rank, and first tens as bars. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;
  const measures = [
    "value",
    "rank",
    "share_of_nation",
    "rank_change",
    "yoy",
    "growth",
    "growth_rank",
    "rank_in_cluster",
    "rank_in_province",
  ];

  /** A change of rank in words. */
  blocks.moved = (change) =>
    dti.t(change === 0 ? "rank.same" : change > 0 ? "rank.up" : "rank.down", { places: Math.abs(change) });

  /** A row with all measures of a region at the chosen period and node. */
  blocks.rowOf = function (region) {
    const row = {
      id: region.id,
      region,
      name: dti.name(region),
      find: [region.zh, region.en, region.pinyin, region.initials, region.id].join(" "),
    };
    measures.forEach((measure) => (row[measure] = dti.measure(region.type, region.id, dti.state.node, measure)));
    return row;
  };

  /** Columns of a ranking; first: the rank that comes first; province: whether to name the province of cities. */
  blocks.rankColumns = function ({ rows, first = "rank", nameLabel, province }) {
    const most = Math.max(...rows.map((row) => row.value || 0), 0);
    const column = (key, format, more) => Object.assign({ key, label: dti.t("measure." + key), format }, more);
    const columns = [
      column(first, dti.format.rank, { down: false }),
      { key: "name", label: nameLabel, head: true, link: (row) => dti.regionHref(row.region) },
      province && { key: "province", label: dti.t("name.province"), link: (row) => row.provinceHref },
      column("value", dti.format.value, { bar: most }),
      column("share_of_nation", dti.format.share),
      first !== "rank" && column("rank", dti.format.rank, { label: dti.t("measure.rank_nation"), down: false }),
      column("rank_change", dti.format.change),
      column("yoy", dti.format.growth),
      column("growth", dti.format.growth),
      column("growth_rank", dti.format.rank, { down: false }),
    ];
    return columns.filter(
      (one) => one && (one.key === "name" || rows.some((row) => row[one.key] !== null && row[one.key] !== undefined)),
    );
  };

  function withProvince(row) {
    const province = dti.find("province", row.region.province);
    return Object.assign(row, { province: dti.name(province), provinceHref: dti.regionHref(province) });
  }

  /** A ranked table of regions; marked: ids of rows that stand out. */
  blocks.Ranking = function ({ id, caption, regions, nameLabel, limit, filter, first = "rank", province, marked = [], note }) {
    const rows = regions
      .map(blocks.rowOf)
      .map((row) => (province ? withProvince(row) : row))
      .map((row) => Object.assign(row, { mark: marked.includes(row.id) }))
      .sort((a, b) => (a[first] === null) - (b[first] === null) || a[first] - b[first]);
    return html`<${dti.ui.Table}
      id=${id}
      download=${true}
      caption=${caption}
      rows=${rows}
      limit=${limit}
      filter=${filter}
      columns=${blocks.rankColumns({ rows, first, nameLabel, province })}
      note=${note || dti.sourceLine(["gold.rankings", "gold.growth"])}
    />`;
  };

  /** The first ten regions of a type by a measure, as bars. */
  blocks.TopTen = function ({ id, title, type, measure, node, nameLabel, count = 10, regions, about }) {
    const chosen = node || dti.state.node;
    const kept = regions ? new Set(regions.map((region) => region.id)) : null;
    const rows = dti
      .ranked(type, chosen, measure)
      .filter((row) => !kept || kept.has(row.region.id))
      .slice(0, count)
      .map((row) => ({ id: row.region.id, name: dti.name(row.region), value: row.value, href: dti.regionHref(row.region) }));
    const isRate = measure === "yoy" || measure === "growth";
    const table = isRate ? "gold.growth" : "gold.rankings";
    const where = blocks.where({ region_type: type, period: dti.state.period, node: chosen, region: rows.map((row) => row.id) });
    return html`<${blocks.Bars}
      id=${id}
      title=${title}
      unit=${dti.t("unit." + measure)}
      source=${table}
      rows=${rows}
      about=${about}
      format=${isRate ? dti.format.growth : dti.format.value}
      label=${dti.t("measure." + measure)}
      nameLabel=${nameLabel}
      query=${{ table, where, columns: ["region", measure] }}
    />`;
  };
})();
