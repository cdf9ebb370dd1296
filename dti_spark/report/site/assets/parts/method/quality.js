"use strict";
/* What became of the records of a run, and of the figures of the published report. */
(function () {
  const html = dti.html;
  const { count, share } = dti.format;
  const VERDICTS = ["accepted", "duplicate", "skipped", "rejected"];

  const sum = (rows, key) => rows.reduce((total, row) => total + (row[key] || 0), 0);
  const rate = (row) => (row.records ? row.rejected / row.records : null);

  /** The name of a source in the language of the page; its id where it is not known. */
  const sourceName = (id) => dti.name(((dti.data.method || {}).sources || []).find((source) => source.id === id) || { zh: id, en: id });

  function bySource(records) {
    const rows = records.map((row) => Object.assign({ name: sourceName(row.source), rate: rate(row) }, row));
    const total = Object.fromEntries(["records"].concat(VERDICTS).map((key) => [key, sum(records, key)]));
    return rows.concat(Object.assign({ id: "total", name: dti.t("method.total"), mark: true, rate: rate(total) }, total));
  }

  function Records({ records }) {
    const columns = [{ key: "name", label: dti.t("method.source"), head: true }]
      .concat(["records"].concat(VERDICTS).map((key) => ({ key, label: dti.t("method." + key), format: count })))
      .concat({ key: "rate", label: dti.t("method.rejected_rate"), format: share });
    return html`<${dti.ui.Table} id="quality-records" caption=${dti.t("method.quality_title")} columns=${columns}
      rows=${bySource(records)} sortable=${false} />`;
  }

  function Verdicts({ records }) {
    const total = sum(records, "records");
    const parts = VERDICTS.map((key) => ({ key, part: total ? sum(records, key) / total : 0 }));
    const told = parts.map(({ key, part }) => dti.t("method." + key) + " " + share(part)).join(dti.t("method.comma"));
    return html`<figure class="verdicts">
      <figcaption>${dti.t("method.verdict_title")}</figcaption>
      <div class="verdict-bar" role="img" aria-label=${told}>
        ${parts.map(({ key, part }) => html`<span key=${key} class=${"verdict-" + key} style=${{ flexGrow: part }}></span>`)}
      </div>
      <ul class="verdict-key">
        ${parts.map(({ key, part }) => html`<li key=${key}><span class=${"swatch verdict-" + key}></span>${dti.t("method." + key)} <b>${share(part)}</b></li>`)}
      </ul>
    </figure>`;
  }

  function reasonName(row) {
    return dti.t("method.reason_" + (row.reason || row.verdict));
  }

  /** One row for each reason, with the records of every source. */
  function byReason(reasons) {
    const keys = [...new Set(reasons.map((row) => row.reason || row.verdict))];
    return keys
      .map((key) => {
        const own = reasons.filter((row) => (row.reason || row.verdict) === key);
        const sources = Object.fromEntries(own.map((row) => [row.source, row.records]));
        return Object.assign(
          { id: key, name: reasonName(own[0]), verdict: dti.t("method." + own[0].verdict), total: sum(own, "records") },
          sources,
        );
      })
      .sort((a, b) => b.total - a.total);
  }

  function Reasons({ reasons }) {
    const sources = [...new Set(reasons.map((row) => row.source))];
    const columns = [
      { key: "name", label: dti.t("method.reason"), head: true },
      { key: "verdict", label: dti.t("method.verdict") },
      { key: "total", label: dti.t("method.total"), format: count },
    ].concat(sources.map((source) => ({ key: source, label: sourceName(source), format: count })));
    return html`<${dti.ui.Table} id="quality-reasons" caption=${dti.t("method.reasons_title")}
      columns=${columns} rows=${byReason(reasons)} />`;
  }

  /** Records by verdict and reason, by source. */
  function Quality({ quality }) {
    const { records = [], reasons = [] } = quality || {};
    if (records.length === 0) return html`<${dti.ui.Note}>${dti.t("method.no_quality")}<//>`;
    return html`<${Verdicts} records=${records} /><${Records} records=${records} />
      ${reasons.length > 0 && html`<${Reasons} reasons=${reasons} />`}`;
  }

  /** Verdicts of the check as gold has them, with their words, in the order in which they are told. */
  const OUTCOMES = { holds: "holds", missed: "missed", "contradicted in source": "contradicted", "not computable": "not_computable" };

  function Outcome({ check }) {
    const rows = Object.keys(OUTCOMES)
      .map((verdict) => ({ id: verdict, name: dti.t("method.check_" + OUTCOMES[verdict]), many: check.verdicts[verdict] || 0 }))
      .concat({ id: "total", name: dti.t("method.total"), many: check.figures, mark: true });
    const columns = [
      { key: "name", label: dti.t("method.verdict"), head: true },
      { key: "many", label: dti.t("method.figures"), format: count, bar: check.figures },
    ];
    return html`<${dti.ui.Table} id="check-outcome" caption=${dti.t("method.check_caption")}
      columns=${columns} rows=${rows} sortable=${false} />`;
  }

  function Listed({ rows }) {
    const columns = [
      { key: "figure", label: dti.t("method.figure"), head: true, render: (row) => html`<code>${row.figure}</code>` },
      { key: "verdict", label: dti.t("method.verdict"), render: (row) => dti.t("method.check_" + OUTCOMES[row.verdict]) },
      { key: "source_line", label: dti.t("method.line") },
      { key: "published", label: dti.t("method.printed") },
      { key: "computed", label: dti.t("method.computed") },
      { key: "reason", label: dti.t("method.why"), render: (row) => html`<span lang="en">${row.reason}</span>` },
    ];
    return html`<${dti.ui.Table} id="check-others" caption=${dti.t("method.check_listed")} columns=${columns} rows=${rows}
      sortable=${false} limit=${15} note=${dti.t("method.english_only")} />`;
  }

  /** How the figures of the published report came out on this release. */
  function Check({ check }) {
    if (!check) return html`<${dti.ui.Note}>${dti.t("method.check_none")}<//>`;
    const place = Object.keys(OUTCOMES);
    const others = (check.others || []).slice().sort((a, b) => place.indexOf(a.verdict) - place.indexOf(b.verdict));
    return html`<p>${dti.t("method.check_about", { total: count(check.figures) })}</p>
      <${Outcome} check=${check} />${others.length > 0 && html`<${Listed} rows=${others} />`}`;
  }

  dti.quality = { Quality, Check, sourceName };
})();
