"use strict";
/* The view over all industries. */
(function () {
  const html = dti.html;

  /** The page of all industries. */
  dti.pages.industry_view = function () {
    const view = dti.view;
    const many = { count: dti.industries.single().length, ranked: dti.industries.ranked().length };
    dti.title(dti.t("industry.view_title"));
    return html`<${dti.ui.Head} title=${dti.t("industry.view_title")} about=${dti.t("industry.view_lead", many)} />
      <${dti.ui.Pickers} node=${false} />
      <${view.Sizes} /><${view.KeyIndicators} /><${view.Places} /><${view.Formations} /><${view.Hu} />`;
  };
})();
