"use strict";
/* The page of the data: files, dictionary, how to read, licences. */
(function () {
  const html = dti.html;

  /** Opens the entry that a link on this page names, since a closed one cannot be scrolled to. */
  function openNamed() {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named && named.tagName === "DETAILS") {
      named.open = true;
      named.scrollIntoView();
    }
  }

  const list = (keys, name) => html`<ul class=${name}>${keys.map((key) => html`<li key=${key}>${dti.t("data." + key)}</li>`)}</ul>`;

  addEventListener("hashchange", openNamed);

  /** The page of the data. */
  dti.pages.data = function () {
    dti.title(dti.t("data.title"));
    const licences = ["licence_code", "licence_data", "licence_places", "licence_report", "licence_maps", "licence_vendored"];
    return html`<${dti.ui.Head} title=${dti.t("data.title")} about=${dti.t("data.lead")} />
      <${dti.ui.Section} id="tables" title=${dti.t("data.tables")}><${dti.downloads.Downloads} /><//>
      <${dti.ui.Section} id="join" title=${dti.t("data.join")}>${list(["join_region", "join_sums", "join_rates"], "limits")}<//>
      <${dti.ui.Section} id="dictionary" title=${dti.t("data.dictionary")}
        about=${dti.t("data.dictionary_about")}><${dti.dictionary.Dictionary} /><//>
      <${dti.ui.Section} id="licences" title=${dti.t("data.licences")}>${list(licences, "limits")}
        <blockquote class="citation">${dti.citation(null, dti.t("data.title"))}</blockquote><//>`;
  };
})();
