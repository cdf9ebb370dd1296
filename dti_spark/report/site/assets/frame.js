"use strict";
/* What stands around every page: header with search, banner of a newer release, footer. */
(function () {
  const html = dti.html;
  const { render } = htmPreact;
  const pages = {
    overview: "index.html",
    city_view: "cities.html",
    industry_view: "industries.html",
    dio: "dio.html",
    method: "method.html",
    data: "data.html",
  };
  const rooms = { city: "city_view", province: "city_view", cluster: "city_view", industry: "industry_view" };

  /** Where this page is under the folder of its release: "cities/440300.html". */
  const own = () =>
    location.pathname
      .split("/")
      .slice(dti.root ? -2 : -1)
      .join("/");

  function Nav() {
    const page = document.body.dataset.page;
    const room = rooms[page] || page;
    return html`<nav aria-label=${dti.t("site.nav")}>
      <ul>
        ${Object.keys(pages).map(
          (id) =>
            html`<li key=${id}>
              <a href=${dti.href(pages[id])} aria-current=${id === page ? "page" : id === room ? "true" : null}
                >${dti.t("nav." + id)}</a
              >
            </li>`,
        )}
      </ul>
    </nav>`;
  }

  function Switches() {
    const other = dti.theme() === "dark" ? "light" : "dark";
    const word = dti.t("frame.theme." + other);
    return html`<div class="switches">
      <button
        type="button"
        id="language"
        lang=${dti.state.lang === "zh" ? "en" : "zh-CN"}
        title=${dti.t("frame.language.label")}
        onClick=${() => dti.go({ lang: dti.state.lang === "zh" ? "en" : "zh" })}
      >
        ${dti.t("frame.language")}
      </button>
      <button type="button" id="theme" title=${dti.t("frame.theme.label", { theme: word })} onClick=${() => dti.setTheme(other)}>
        ${word}
      </button>
      <button type="button" id="print" onClick=${() => window.print()}>${dti.t("frame.print")}</button>
    </div>`;
  }

  function Header() {
    const release = dti.data.core.release;
    return html`<a class="skip" href="#main">${dti.t("site.skip")}</a>
      <div class="masthead">
        <p class="brand">
          <a href=${dti.href("index.html")}>${dti.name(dti.data.core.indices[0])}</a>
          <span class="edition"
            >${dti.format.period(dti.data.core.latest)} · ${dti.t("frame.release", { release: release.name })}</span
          >
        </p>
        <${dti.ui.Search} />
        <${Switches} />
      </div>
      <${Nav} />`;
  }

  /** The newest release of the site if it is not the one of this page, else null. */
  function newer() {
    const all = dti.data.releases || [];
    const mine = dti.data.core.release;
    const newest = all[all.length - 1];
    return newest && newest.release !== mine.name ? newest : null;
  }

  function Banners() {
    const found = newer();
    const release = dti.data.core.release;
    const missing = { release: release.name, period: dti.missingPeriod, shown: dti.format.period(dti.state.period) };
    const address = found && dti.root + "../" + found.folder + "/" + own() + location.search + location.hash;
    return html`${
      found &&
      html`<p class="banner newer" role="status">
        ${dti.t("frame.newer", { release: release.name, newer: found.release, date: String(found.published || "").slice(0, 10) })}${" "}
        <a href=${address}>${dti.t("frame.newer.link")}</a>
      </p>`
    }
    ${dti.missingPeriod && html`<p class="banner newer" role="status">${dti.t("frame.period.none", missing)}</p>`}
    ${release.synthetic && html`<p class="banner synthetic">${dti.t("frame.synthetic")}</p>`}`;
  }

  function Footer() {
    const release = dti.data.core.release;
    const date = String(release.published || "").slice(0, 10);
    return html`<p>
        ${dti.t("frame.facts", { release: release.name, date, methodology: release.methodology, code: release.code_version })}
      </p>
      <p>${dti.t("frame.base", { base: dti.format.period(dti.data.core.base) })} ${dti.t("frame.coordinates")}</p>
      <p class="cited"><strong>${dti.t("frame.cite")}</strong> ${dti.citation("", document.title)}</p>`;
  }

  function place(tag, id, before) {
    const found = document.getElementById(id);
    if (found) return found;
    const made = document.createElement(tag);
    made.id = id;
    const main = document.getElementById("main");
    main.parentNode.insertBefore(made, before ? main : main.nextSibling);
    return made;
  }

  /** Names the page in the language of the reader: pages set it through dti.title. */
  dti.title = function (title) {
    if (!dti.isEmbed()) document.title = title + " – " + dti.t("site.title");
  };

  /** Draws header, banners and footer. */
  dti.renderFrame = function () {
    render(html`<${Header} />`, place("header", "top", true));
    const notices = place("aside", "banners", true);
    notices.setAttribute("aria-label", dti.t("frame.notices"));
    render(html`<${Banners} />`, notices);
    render(html`<${Footer} />`, place("footer", "foot", false));
  };
})();
