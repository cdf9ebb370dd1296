"use strict";
/* How large industries are and how they grow. */
(function () {
  const html = dti.html;
  const view = dti.view;
  const { share, growth, value } = dti.format;
  const CLASSES = ["top", "middle", "tail"];

  const ranked = () => view.rows(dti.industries.ranked());

  function Summary() {
    const rows = view.sorted(ranked(), "share");
    const rate = dti.industries.rateOf(rows);
    const fastest = rate && view.sorted(rows, rate)[0];
    const note = dti.t(rate === "growth" ? "industry.growth_note" : "industry.yoy");
    const top = rows.filter((row) => row.size === "top");
    const link = (row) => html`<a href=${row.href}>${row.name}</a>`;
    if (rows.length === 0) return null;
    return html`<${dti.ui.Figures}>
      <${dti.ui.Figure} label=${dti.t("industry.largest")} value=${link(rows[0])}
        note=${dti.t("industry.of_nation", { share: share(rows[0].share) })} />
      ${fastest && html`<${dti.ui.Figure} label=${dti.t("industry.fastest")} value=${link(fastest)}
        note=${growth(fastest[rate]) + " · " + note} />`}
      <${dti.ui.Figure} label=${dti.t("industry.top_share")} value=${share(top.reduce((sum, row) => sum + row.share, 0))}
        note=${dti.t("industry.top_share_note", { count: top.length })} />
      <${dti.ui.Figure} label=${dti.t("industry.all_growth")} value=${growth(rate && view.ofAll(rate))} note=${rate && note} />
    <//>`;
  }

  function Classes() {
    const rows = view.sorted(ranked(), "share");
    return html`<dl class="classes">
      ${CLASSES.map(
        (size) => html`<div key=${size} class=${"class-" + size}>
        <dt>${dti.t("industry.size_" + size)}</dt>
        ${rows.filter((row) => row.size === size).map((row) => html`<dd key=${row.id}><a href=${row.href}>${row.name}</a> <span>${share(row.share)}</span></dd>`)}
      </div>`,
      )}
    </dl>`;
  }

  function SizeBars() {
    const rows = view.sorted(ranked(), "share");
    const drawn = () =>
      rows.map((row) => ({ name: row.name, value: row.share, href: row.href, colour: dti.industries.sizeColour(row.size) }));
    return html`<${dti.ui.Chart} id="sizes-bars" title=${dti.t("industry.bars_title", view.said())} unit=${dti.t("industry.share_unit")}
      source="gold.industry_profiles"
      columns=${view.columns(["name", "share", "value", "size", "rank"])} rows=${rows} height=${30 + 25 * rows.length}
        query=${view.query(["share_of_region", "value", "size_class", "rank_in_region"])}
      option=${() => dti.draw.bars({ rows: drawn(), format: share, label: dti.t("industry.share") })} />`;
  }

  function GrowthBars() {
    const rate = dti.industries.rateOf(ranked());
    if (!rate) return html`<${dti.ui.Note}>${dti.t("industry.growth_none")}<//>`;
    const rows = view.sorted(ranked(), rate);
    const drawn = () => rows.map((row) => ({ name: row.name, value: row[rate], href: row.href }));
    return html`<${dti.ui.Chart} id="growth-bars" title=${dti.t("industry." + rate + "_title", view.said())}
      unit=${dti.t("industry." + rate + "_unit")} source="gold.industry_profiles"
      columns=${view.columns(["name", "growth", "yoy"])} rows=${rows} height=${30 + 25 * rows.length} query=${view.query(["growth", "yoy"])}
      option=${() => dti.draw.bars({ rows: drawn(), format: growth, label: dti.t("industry." + rate), signed: true })} />`;
  }

  /** Mean share and growth of all: where the plane is cut. */
  function cut(rows, rate) {
    const labels = ["q1", "q2", "q3", "q4"].map((key) => dti.t("industry." + key));
    return { x: rows.reduce((sum, row) => sum + row.share, 0) / rows.length, y: view.ofAll(rate), labels };
  }

  /** The ends of a logarithmic axis, a little beyond the values. */
  const around = (values) => ({
    min: Number((Math.min(...values) * 0.8).toPrecision(1)),
    max: Number((Math.max(...values) * 1.4).toPrecision(2)),
  });

  function Scatter() {
    const rate = dti.industries.rateOf(ranked());
    const rows = ranked().filter((row) => row.share > 0 && rate && row[rate] !== null);
    if (rows.length === 0) return null;
    const rates = rows.map((row) => row[rate]);
    const groups = () =>
      CLASSES.map((size) => ({ id: size, name: dti.t("industry.size_" + size), colour: dti.industries.sizeColour(size) }));
    const drawn = () =>
      dti.draw.scatter({
        points: rows.map((row) => ({ name: row.name, x: row.share, y: row[rate], group: row.size, href: row.href, strong: true })),
        x: Object.assign({ label: dti.t("industry.share"), format: share, log: true }, around(rows.map((row) => row.share))),
        y: {
          label: dti.t("industry." + rate),
          format: growth,
          min: Math.floor(5 * Math.min(0, ...rates)) / 5,
          max: Math.ceil(10 * Math.max(...rates) + 0.5) / 10,
        },
        groups: groups(),
        quadrants: cut(rows, rate),
      });
    return html`<${dti.ui.Chart} id="scatter" wide=${true} title=${dti.t("industry.scatter_title", view.said())}
      unit=${dti.t("industry.share") + " × " + dti.t("industry." + rate)}
      about=${dti.t("industry.scatter_about")} source="gold.industry_profiles"
        columns=${view.columns(["name", "share", rate, "size"])} rows=${rows} height=${460}
      query=${view.query(["share_of_region", rate, "size_class"])} option=${drawn} />`;
  }

  function Series() {
    const quarters = dti.quarters().map((quarter) => quarter.id);
    const eight = view.sorted(ranked(), "value").slice(0, 8);
    const of = (row) => quarters.map((quarter) => view.figure(row.id, "value", quarter));
    const rows = quarters.map((period, at) => Object.assign({ period }, Object.fromEntries(eight.map((row) => [row.id, of(row)[at]]))));
    const columns = [{ key: "period", label: dti.t("picker.period"), format: dti.format.period, head: true }].concat(
      eight.map((row) => ({ key: row.id, label: row.name, format: value })),
    );
    const where = {
      index: dti.industries.nodes()[0].index,
      region_type: "nation",
      node: dti.industries.nodes()[0].id,
      industry: eight.map((row) => row.id),
      period: quarters,
    };
    return html`<${dti.ui.Chart} id="largest" title=${dti.t("industry.series_title")} unit=${dti.t("industry.points_unit")}
      source="gold.industry_profiles" columns=${columns} rows=${rows}
      query=${{ table: "gold.industry_profiles", where, columns: ["industry", "period", "value"] }} height=${380}
     
        option=${() => dti.draw.series({ periods: quarters, lines: eight.map((row) => ({ name: row.name, values: of(row) })), format: value })} />`;
  }

  function Treemap() {
    const rows = view.sorted(view.rows(dti.industries.single()), "value").filter((row) => row.value > 0);
    const box = (row) => ({ name: row.name, value: row.value, href: row.href });
    const boxes = () =>
      dti.industries.ranked().map((industry) => {
        const parts = dti.industries.partsOf(industry).map((part) => part.id);
        const children = industry.is_group ? rows.filter((row) => parts.includes(row.id)).map(box) : undefined;
        return Object.assign(
          box({ name: dti.name(industry), value: view.figure(industry.id, "value") || 0, href: dti.industryHref(industry.id) }),
          children ? { children } : {},
        );
      });
    return html`<${dti.ui.Chart} id="made-of" title=${dti.t("industry.treemap_title", view.said())} unit=${dti.t("industry.points_unit")}
      about=${dti.t("industry.treemap_about")}
      source="gold.industry_profiles" columns=${view.columns(["name", "value", "share"])} rows=${rows} height=${380}
        query=${view.query(["value", "share_of_region"])}
      option=${() => dti.draw.treemap({ nodes: boxes(), name: dti.name(dti.industries.nodes()[0]), format: value })} />`;
  }

  function All() {
    const rows = view.rows(dti.industries.known()).map((row) => Object.assign(row, { mark: dti.industry(row.id).is_group }));
    return html`<${dti.ui.Table} id="all-industries" caption=${dti.t("industry.table_caption", view.said())}
      columns=${view.columns(["name", "rank", "size", "value", "share", "yoy", "growth"])} rows=${view.sorted(rows, "value")} />`;
  }

  /** Sizes and growth of all industries. */
  function Sizes() {
    return html`<${Summary} />
      <${dti.ui.Section} id="sizes" title=${dti.t("industry.sizes")} about=${dti.t("industry.sizes_about")}>
        <${Classes} />
        <div class="grid"><${SizeBars} /><${GrowthBars} /><${Scatter} /><${Series} /><${Treemap} /></div>
      <//>
      <${dti.ui.Section} id="table" title=${dti.t("industry.table")}><${All} /><//>`;
  }

  view.Sizes = Sizes;
})();
