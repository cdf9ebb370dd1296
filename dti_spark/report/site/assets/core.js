"use strict";
/* The one namespace of the site: the data of a page, the state in its address, words and links. Must be the first script. */
(function () {
  const dti = (window.dti = {
    data: { regions: {} },
    words: {},
    pages: {},
    ui: {},
    draw: {},
    state: {},
    version: 0,
  });
  const own = document.currentScript.getAttribute("src");

  /** Path from this page to the folder of the release: "" or "../". */
  dti.root = own.slice(0, own.indexOf("assets/core.js"));

  /** Takes a data file. Regions are kept side by side, since a page compares several of them. */
  dti.put = function (name, value) {
    if (name === "region") dti.data.regions[value.type + "/" + value.region] = value;
    else dti.data[name] = value;
  };

  /** The nested data file of a region if this page has loaded it, else null. */
  dti.region = (type, id) => dti.data.regions[type + "/" + id] || null;

  function readState() {
    const state = Object.fromEntries(new URLSearchParams(location.search));
    if (state.lang !== "zh" && state.lang !== "en") {
      state.lang = /^zh/i.test(navigator.language || "") ? "zh" : "en";
    }
    return state;
  }

  /** Fills in what the address leaves open, once the data are there; what the release does not have is dropped, a period not unseen. */
  dti.settle = function () {
    const core = dti.data.core;
    const { period, node } = dti.state;
    const isKnown = core.periods.some((one) => one.id === period);
    dti.missingPeriod = period && !isKnown ? period : null;
    if (!isKnown) dti.state.period = core.latest;
    if (!dti.layers().some((layer) => layer.id === node)) dti.state.node = dti.rootNode().id;
  };

  dti.state = readState();

  /** The query that stands for a state: what is usual is left out, but never the language. */
  dti.query = function (state) {
    const core = dti.data.core;
    const query = new URLSearchParams();
    Object.entries(state).forEach(([key, value]) => {
      const usual = (key === "period" && value === core.latest) || (key === "node" && value === dti.rootNode().id);
      if (value !== null && value !== undefined && value !== "" && !usual) query.set(key, value);
    });
    return "?" + query.toString();
  };

  /** Changes the state, writes it into the address and draws the page anew. */
  dti.go = function (changes) {
    Object.assign(dti.state, changes);
    dti.settle();
    history.replaceState(null, "", dti.query(dti.state) + location.hash);
    dti.refresh();
  };

  /** Draws the page anew; charts take colours and words anew too. */
  dti.refresh = function () {
    dti.version += 1;
    document.documentElement.lang = dti.state.lang === "zh" ? "zh-CN" : "en";
    dti.render();
  };

  const raised = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  /**
   * A word in the language of the page; {name} in it is replaced by params.name. An unknown word shows itself. English
   * that begins with a param begins with a capital, whatever stands there.
   */
  dti.t = function (word, params) {
    const entry = dti.words[word];
    const text = entry ? entry[dti.state.lang] : word;
    const filled = text.replace(/\{(\w+)\}/g, (whole, key) => (params && key in params ? String(params[key]) : whole));
    return dti.state.lang === "en" && text.startsWith("{") ? raised(filled) : filled;
  };

  /** Sentences one after the other; Chinese puts no space between them. */
  dti.sentences = (sentences) => sentences.join(dti.state.lang === "zh" ? "" : " ");

  /** The name of anything that has zh and en, in the language of the page. */
  dti.name = function (thing) {
    if (!thing) return "–";
    return thing[dti.state.lang] || thing.zh || thing.en || String(thing.id);
  };

  /** A link to another page of this release that keeps language, period and node, with changes laid over. */
  dti.href = function (path, changes) {
    const kept = { lang: dti.state.lang, period: dti.state.period, node: dti.state.node };
    return dti.root + path + dti.query(Object.assign(kept, changes));
  };

  const utf8 = new TextEncoder();
  const bytes = (sign) => Array.from(utf8.encode(sign), (byte) => "~" + byte.toString(16).padStart(2, "0")).join("");

  /** The name of the file of an id, as the builder of the site makes it: what is no plain sign becomes ~ and its bytes. */
  dti.fileOf = (id) =>
    Array.from(String(id), (sign, at) =>
      /[\w-]/.test(sign) || (sign === "." && at > 0 && at < id.length - 1) ? sign : bytes(sign),
    ).join("");

  const folders = { city: "cities", province: "provinces", cluster: "clusters" };

  /** The link to the page of a region, or null where its type has no pages. */
  dti.regionHref = function (region) {
    const folder = region && folders[region.type];
    return folder ? dti.href(folder + "/" + dti.fileOf(region.id) + ".html") : null;
  };

  /** The link to the page of an industry. */
  dti.industryHref = (id) => dti.href("industries/" + dti.fileOf(id) + ".html");

  /** Text that is safe inside markup. */
  dti.escape = function (text) {
    const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
    return String(text).replace(/[&<>"']/g, (sign) => signs[sign]);
  };

  /** Whether the page shows one chart alone. */
  dti.isEmbed = () => Boolean(dti.state.embed);
})();
