"use strict";
/* Light, dark and print: colours come from the style sheet, charts are drawn anew when they change. */
(function () {
  const kept = "dti-theme";
  const page = document.documentElement;

  /** The value of a custom property of the style sheet. */
  dti.css = (name) => getComputedStyle(page).getPropertyValue(name).trim();

  /** A browser may forbid storage to pages from disk: then the choice lasts as long as the page. */
  function storage(act) {
    try {
      return act(window.localStorage);
    } catch (error) {
      return null;
    }
  }

  function apply(theme) {
    if (theme === "light" || theme === "dark") page.dataset.theme = theme;
    else delete page.dataset.theme;
  }

  const wish = () => dti.state.theme || storage((store) => store.getItem(kept));

  /** The theme in use: light or dark. */
  dti.theme = () => page.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  /** Takes a theme and keeps it for the next page. */
  dti.setTheme = function (theme) {
    storage((store) => store.setItem(kept, theme));
    apply(theme);
    dti.refresh();
  };

  /** Whether movement is unwelcome. */
  dti.isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Draws all again in other colours; options are made anew first, since colours are part of them. */
  function redraw(how) {
    dti.render();
    dti.plots.forEach((plot) => plot.draw(Object.assign({ force: true }, how)));
  }

  function toPaper() {
    page.classList.add("printing");
    apply("light");
    redraw(paper);
  }

  function toScreen() {
    page.classList.remove("printing");
    apply(wish());
    redraw();
  }

  /** Width of a chart on A4 in CSS pixels, and by how much it is flatter there, so that two stand on a sheet. */
  const paper = { width: 660, scale: 0.78 };

  /** Drawn charts of the page by id; each can draw itself again. */
  dti.plots = new Map();

  apply(wish());
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", toScreen);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dti.render && dti.refresh());
})();
