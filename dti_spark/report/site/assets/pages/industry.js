"use strict";
/* The page of one industry, or of a group of several. */
(function () {
  const html = dti.html;

  /** The page of an industry. */
  dti.pages.industry = function () {
    const sector = dti.sector;
    dti.title(dti.name(sector.own()));
    return html`<${sector.Head} />
      <${dti.ui.Pickers} node=${false} />
      <${sector.Summary} /><${sector.Nation} /><${sector.Provinces} /><${sector.Places} /><${sector.Formations} /><${sector.Others} />`;
  };
})();
