"use strict";
/* The trees of the indices with their weights, and the sources that they rest on. */
(function () {
  const html = dti.html;
  const { share, ratio } = dti.format;

  const weightsOf = (index) =>
    new Map(((dti.data.method || {}).weights || []).filter((row) => row.index === index).map((row) => [row.node, row]));
  const measured = (id) => ((dti.data.method || {}).indicators || []).find((indicator) => indicator.id === id) || {};

  /** What a node counts for in the whole index: its weight times those above it. */
  function overall(node, nodes) {
    const parent = nodes.find((other) => other.id === node.parent);
    return parent ? node.weight * overall(parent, nodes) : 1;
  }

  /** Nodes from the root down, each followed by what stands under it, with its depth. */
  function inOrder(nodes, parent, depth) {
    return nodes.filter((node) => node.parent === parent).flatMap((node) => [{ node, depth }].concat(inOrder(nodes, node.id, depth + 1)));
  }

  function treeRow({ node, depth }, nodes, weights) {
    const indicator = measured(node.id);
    const isLeaf = Boolean(node.measure);
    return {
      id: node.id,
      depth,
      name: dti.name(node),
      measure: isLeaf ? dti.t("method.measure_" + node.measure) : null,
      unit: node.unit,
      weight: node.parent ? node.weight : null,
      overall: overall(node, nodes),
      score: (weights.get(node.id) || {}).mean_score,
      source: isLeaf && indicator.source ? dti.quality.sourceName(indicator.source) : null,
      basis: isLeaf && node.basis ? dti.t("method.basis_" + node.basis) : null,
      mark: !isLeaf,
    };
  }

  /** The tree of an index as a table. */
  function Tree({ index }) {
    const nodes = dti.nodesOf(index.id);
    const rows = inOrder(nodes, null, 0).map((entry) => treeRow(entry, nodes, weightsOf(index.id)));
    const columns = [
      {
        key: "name",
        label: dti.t("method.node"),
        head: true,
        render: (row) => html`<span class=${"depth-" + row.depth}>${row.name}</span>`,
      },
      { key: "measure", label: dti.t("method.measure") },
      { key: "unit", label: dti.t("method.unit"), render: (row) => html`<span lang="en">${row.unit || "–"}</span>` },
      { key: "score", label: dti.t("method.score"), format: ratio },
      { key: "weight", label: dti.t("method.weight"), format: share },
      { key: "overall", label: dti.t("method.overall"), format: share, bar: 1 },
      { key: "source", label: dti.t("method.source") },
      { key: "basis", label: dti.t("method.basis") },
    ];
    return html`<${dti.ui.Table} id=${"tree-" + index.id} caption=${dti.t("method.tree_caption", { index: dti.name(index) })}
      columns=${columns} rows=${rows} sortable=${false} />`;
  }

  function indicatorsOf(source) {
    const ids = new Set(
      ((dti.data.method || {}).indicators || []).filter((indicator) => indicator.source === source).map((indicator) => indicator.id),
    );
    return dti
      .nodesOf(dti.data.core.indices[0].id)
      .filter((node) => ids.has(node.id))
      .map(dti.name)
      .join(dti.t("method.comma"));
  }

  /** The sources with the indicators that rest on them. */
  function Sources() {
    const rows = ((dti.data.method || {}).sources || []).map((source) => ({
      id: source.id,
      name: dti.name(source),
      indicators: indicatorsOf(source.id),
    }));
    const columns = [
      { key: "name", label: dti.t("method.source"), head: true },
      { key: "id", label: dti.t("method.source_id"), render: (row) => html`<code>${row.id}</code>` },
      { key: "indicators", label: dti.t("method.source_indicators") },
    ];
    return html`<${dti.ui.Table} id="sources-table" caption=${dti.t("method.sources_caption")}
      columns=${columns} rows=${rows} sortable=${false} />`;
  }

  dti.tree = { Tree, Sources };
})();
