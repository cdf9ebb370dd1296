"use strict";
/* Draws the page, or one chart of it, once everything before has been read. */
(function () {
  const html = dti.html;
  const { render, useErrorBoundary } = htmPreact;
  const main = document.getElementById("main");

  function Failure({ error }) {
    console.error(error);
    return html`<p class="note fault" role="alert">${dti.t("error.page")}</p>`;
  }

  function Page() {
    const [error] = useErrorBoundary();
    const body = dti.pages[document.body.dataset.page];
    return error
      ? html`<${Failure} error=${error} />`
      : html`<div class="page"><${body} key=${document.body.dataset.page} /></div>`;
  }

  function Alone({ chart }) {
    if (!chart) return html`<p class="note fault" role="alert">${dti.t("error.embed", { id: dti.state.embed })}</p>`;
    document.title = chart.title;
    return html`<${dti.ui.Chart} ...${chart} alone=${true} />`;
  }

  /** A chart that stands alone is found by drawing its page where nobody sees it. */
  function renderAlone() {
    dti.embedded = null;
    const aside = document.createElement("div");
    render(html`<${Page} />`, aside);
    render(html`<${Alone} chart=${dti.embedded} />`, main);
  }

  /** Draws everything anew from the state. */
  dti.render = function () {
    if (dti.isEmbed()) return renderAlone();
    render(html`<${Page} />`, main);
    dti.renderFrame();
  };

  dti.settle();
  document.documentElement.lang = dti.state.lang === "zh" ? "zh-CN" : "en";
  document.documentElement.classList.toggle("embed", dti.isEmbed());
  dti.render();
  document.documentElement.dataset.ready = "true";
  if (location.hash && !dti.isEmbed()) {
    const wanted = document.getElementById(location.hash.slice(1));
    if (wanted) wanted.scrollIntoView();
  }
})();
