"use strict";
/* Permanent addresses, embedding and citation. */
(function () {
  const page = () => location.href.replace(/[?#].*$/, "");

  const shown = (changes) =>
    new URLSearchParams(
      Object.entries(Object.assign({}, dti.state, changes)).filter(
        (entry) => entry[1] !== null && entry[1] !== undefined && entry[0] !== "theme",
      ),
    ).toString();

  /** The address of a chart on its page: release folder, language, period and node are all in it, also when they are the usual ones. */
  dti.permanent = (id) => page() + "?" + shown({ embed: null, draw: null }) + (id ? "#" + id : "");

  /** The address of a chart that stands alone. */
  dti.embedAddress = (id) => page() + "?" + shown({ embed: id, draw: null });

  /** The markup that puts a chart into another page. */
  dti.embedCode = (id, title, height) =>
    `<iframe src="${dti.escape(dti.embedAddress(id))}" title="${dti.escape(title)}" width="100%" height="${height + 190}" loading="lazy" style="border:0"></iframe>`;

  /** How to cite a chart or, without one, the page. */
  dti.citation = function (id, title) {
    const release = dti.data.core.release;
    return dti.t(release.synthetic ? "cite.synthetic" : "cite.text", {
      index: dti.name(dti.data.core.indices[0]),
      title,
      release: release.name,
      published: String(release.published || "").slice(0, 10),
      methodology: release.methodology,
      address: dti.permanent(id),
    });
  };

  /** The source line: tables of gold and the release. */
  dti.sourceLine = function (tables) {
    const release = dti.data.core.release;
    const line = dti.t("source.line", { tables: [].concat(tables || []).join(", "), release: release.name });
    return release.synthetic ? line + dti.t("source.synthetic") : line;
  };
})();
