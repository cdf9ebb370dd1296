"use strict";
/* The page of the method: formulas, weights, sources, quality, checks, limits. */
(function () {
  const html = dti.html;
  const day = (instant) => String(instant || "–").slice(0, 10);

  function Facts() {
    const { core, method = {} } = dti.data;
    const release = Object.assign({}, method.release, core.release);
    const facts = [
      ["release", release.name],
      ["published", release.published || "–"],
      ["version", release.methodology],
      ["code", release.code_version],
      ["run", release.run],
      ["files", release.files === undefined ? "–" : dti.format.count(release.files)],
      ["definition", release.definition],
    ];
    const rows = facts.map(([key, value]) => ({ id: key, name: dti.t("method." + key), value }));
    const columns = [
      { key: "name", label: dti.t("method.fact"), head: true },
      { key: "value", label: dti.t("method.fact_value"), render: (row) => html`<span class="code">${row.value}</span>` },
    ];
    return html`<${dti.ui.Table} id="facts" caption=${dti.t("method.facts")} columns=${columns} rows=${rows} sortable=${false} />`;
  }

  function Summary() {
    const { release, base } = dti.data.core;
    const quarters = dti.quarters();
    const span = [quarters[0], quarters[quarters.length - 1]].map((quarter) => dti.format.shortPeriod(quarter.id)).join(dti.t("method.to"));
    return html`<${dti.ui.Figures}>
      <${dti.ui.Figure} label=${dti.t("method.base")} value=${dti.format.period(base)} note=${dti.t("method.base_about")} />
      <${dti.ui.Figure} label=${dti.t("method.covers")} value=${span} note=${dti.t("method.covers_about", { count: quarters.length })} />
      <${dti.ui.Figure} label=${dti.t("method.version")} value=${release.methodology}
        note=${dti.t("method.code") + " " + release.code_version} />
      <${dti.ui.Figure} label=${dti.t("method.release")} value=${release.name}
        note=${dti.t("method.release_about", { date: day(release.published) })} />
    <//>`;
  }

  function Formulas() {
    return html`<p>${dti.t("method.symbols")}</p>
      <ol class="formulas">
        ${dti.formulas.map(
          ({ key, lines }) => html`<li key=${key} id=${"formula-" + key}>
          <h3>${dti.t("method.f_" + key)}</h3>
          ${lines().length > 0 && html`<${dti.math.Formula} lines=${lines()} />`}
          <p>${dti.t("method.f_" + key + "_about")}</p>
        </li>`,
        )}
      </ol>`;
  }

  function Honest() {
    const { synthetic } = dti.data.core.release;
    const kinds = ["indicators", "scores", "logs", "places", "dio"].filter((kind) => synthetic || kind !== "logs");
    return html`<dl class="told">
        ${kinds.map((kind) => html`<div key=${kind}><dt>${dti.t("method.honest_" + kind)}</dt><dd>${dti.t("method.honest_" + kind + "_about")}</dd></div>`)}
      </dl>
      ${!synthetic && html`<${dti.ui.Note}>${dti.t("method.honest_real")}<//>`}`;
  }

  function Limits() {
    return html`<ul class="limits">
      ${["scope", "scale", "small", "distinct", "privacy"].map((kind) => html`<li key=${kind}>${dti.t("method.limit_" + kind)}</li>`)}
    </ul>`;
  }

  function Cite() {
    const { release } = dti.data.core;
    const note = release.synthetic ? dti.t("method.cite_synthetic") : "";
    const said = { release: release.name, methodology: release.methodology, date: day(release.published), note };
    return html`<blockquote class="citation">${dti.t("method.cite_line", said)}</blockquote><p>${dti.t("method.cite_report")}</p>`;
  }

  function sections() {
    const { core, method = {} } = dti.data;
    return [
      { id: "formulas", about: dti.t("method.formulas_about"), body: html`<${Formulas} />` },
      {
        id: "tree",
        about: dti.t("method.tree_about"),
        body: core.indices.map((index) => html`<${dti.tree.Tree} key=${index.id} index=${index} />`),
      },
      {
        id: "sources",
        about: dti.t("method.sources_about"),
        body: html`<${dti.tree.Sources} /><h3>${dti.t("method.lists")}</h3><p>${dti.t("method.lists_about")}</p>`,
      },
      { id: "honest", about: dti.t("method.honest_lead"), body: html`<${Honest} />` },
      { id: "quality", about: dti.t("method.quality_about"), body: html`<${dti.quality.Quality} quality=${method.quality} />` },
      { id: "check", body: html`<${dti.quality.Check} check=${method.published_check} />` },
      { id: "limits", body: html`<${Limits} />` },
      { id: "cite", about: dti.t("method.cite_about"), body: html`<${Cite} /><${Facts} />` },
    ];
  }

  function Contents({ parts }) {
    return html`<nav class="contents" aria-label=${dti.t("method.contents")}>
      <ol>${parts.map(({ id }) => html`<li key=${id}><a href=${"#" + id}>${dti.t("method." + id)}</a></li>`)}</ol>
    </nav>`;
  }

  /** The page of the method. */
  dti.pages.method = function () {
    dti.title(dti.t("method.title"));
    const parts = sections();
    const many = {
      cities: dti.regionsOf("city").length,
      industries: dti.data.core.industries.filter((industry) => !industry.is_group).length,
    };
    return html`<${dti.ui.Head} title=${dti.t("method.title")} about=${dti.t("method.lead", many)} />
      <${Summary} /><${Contents} parts=${parts} />
      ${parts.map(({ id, about, body }) => html`<${dti.ui.Section} key=${id} id=${id} title=${dti.t("method." + id)}
        about=${about}>${body}<//>`)}`;
  };
})();
