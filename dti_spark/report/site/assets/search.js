"use strict";
/* Search over cities, provinces, clusters and industries by 汉字, pinyin, initials and code. */
(function () {
  const html = dti.html;
  const { useEffect, useMemo, useRef, useState } = htmPreact;
  const weights = { city: 0, province: 1, cluster: 2, industry: 3 };
  let entries = null;

  const bare = (text) =>
    String(text || "")
      .toLowerCase()
      .replace(/[\s'’·,-]/g, "");

  function ofRegion(region) {
    const keys = [region.zh, region.full, region.en, region.pinyin, region.initials, region.id].map(bare).filter(Boolean);
    return { type: region.type, region, keys, thing: region };
  }

  function all() {
    if (entries) return entries;
    const core = dti.data.core;
    const regions = core.regions.filter((region) => region.type in weights).map(ofRegion);
    const industries = core.industries
      .filter((industry) => industry.id !== "all")
      .map((industry) => ({
        type: "industry",
        keys: [industry.zh, industry.en, industry.pinyin, industry.initials, industry.id.replace(/_/g, "")]
          .map(bare)
          .filter(Boolean),
        thing: industry,
      }));
    entries = regions.concat(industries);
    return entries;
  }

  /** How well an entry fits: 0 whole key, 1 beginning, 2 within, else none. A single letter must begin a key. */
  function fit(entry, needle) {
    let best = 9;
    entry.keys.forEach((key) => {
      if (key === needle) best = Math.min(best, 0);
      else if (key.startsWith(needle)) best = Math.min(best, 1);
      else if (needle.length > 1 && key.includes(needle)) best = Math.min(best, 2);
    });
    return best;
  }

  /** The best entries for what is typed: [{type, thing}], best first, equal ones by index value. */
  dti.search = function (typed, most = 10) {
    const needle = bare(typed);
    if (!needle) return [];
    const value = (entry) =>
      entry.region ? dti.measure(entry.type, entry.thing.id, dti.rootNode().id, "value", dti.data.core.latest) || 0 : 0;
    return all()
      .map((entry) => ({ entry, fit: fit(entry, needle) }))
      .filter((found) => found.fit < 9)
      .sort((a, b) => a.fit - b.fit || weights[a.entry.type] - weights[b.entry.type] || value(b.entry) - value(a.entry))
      .slice(0, most)
      .map((found) => found.entry);
  };

  const addressOf = (entry) => (entry.type === "industry" ? dti.industryHref(entry.thing.id) : dti.regionHref(entry.thing));

  /** What tells namesakes apart: the province of a city, the other language of the rest. */
  function besides(entry) {
    const other = dti.state.lang === "zh" ? entry.thing.en : entry.thing.zh;
    const province = entry.type === "city" ? dti.find("province", entry.thing.province) : null;
    return [other, province && dti.name(province)].filter(Boolean).join(" · ");
  }

  function Option({ entry, at, isActive, onChoose }) {
    return html`<li
      role="option"
      id=${"found-" + at}
      aria-selected=${isActive}
      class=${isActive ? "active" : ""}
      onMouseDown=${(event) => event.preventDefault()}
      onClick=${onChoose}
    >
      <span class="found-name">${dti.name(entry.thing)}</span>
      <span class="found-more">${besides(entry)}</span>
      <span class="found-type">${dti.t("search." + entry.type)}</span>
    </li>`;
  }

  function useSlash(input) {
    useEffect(() => {
      const onKey = (event) => {
        const isTyping =
          /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName) && document.activeElement.type !== "radio";
        if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        input.current.focus();
      };
      addEventListener("keydown", onKey);
      return () => removeEventListener("keydown", onKey);
    }, []);
  }

  /** What a key does to the list: the next active place, or an act. */
  function keyAct(key, { count, active, setActive, choose, close }) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && count) setActive((active + step + count) % count);
    else if (key === "Enter" && count) choose(Math.max(0, active));
    else if (key === "Escape") close();
    else return false;
    return true;
  }

  /** The search field: a combobox with a list of links under it. */
  dti.ui.Search = function () {
    const input = useRef(null);
    const [typed, setTyped] = useState("");
    const [active, setActive] = useState(-1);
    const [isOpen, setOpen] = useState(false);
    const found = useMemo(() => dti.search(typed), [typed, dti.version]);
    useSlash(input);
    const isShown = isOpen && typed.trim() !== "";
    const close = () => (isShown ? setOpen(false) : setTyped(""));
    const choose = (at) => location.assign(addressOf(found[at]));
    const onKey = (event) => {
      if (!event.isComposing && keyAct(event.key, { count: isShown ? found.length : 0, active, setActive, choose, close }))
        event.preventDefault();
    };
    const onInput = (event) => {
      setTyped(event.target.value);
      setActive(-1);
      setOpen(true);
    };
    return html`<div class="search" role="search">
      <label class="hidden" for="search">${dti.t("search.label")}</label>
      <input
        id="search"
        ref=${input}
        type="search"
        autocomplete="off"
        role="combobox"
        aria-expanded=${isShown}
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant=${isShown && active >= 0 ? "found-" + active : null}
        placeholder=${dti.t("search.place")}
        title=${dti.t("search.label")}
        value=${typed}
        onInput=${onInput}
        onKeyDown=${onKey}
        onFocus=${() => setOpen(true)}
        onBlur=${() => setOpen(false)}
      />
      <ul id="found" role="listbox" aria-label=${dti.t("search.results")} hidden=${!isShown || found.length === 0}>
        ${isShown && found.map((entry, at) => html`<${Option} key=${entry.type + entry.thing.id} entry=${entry} at=${at} isActive=${at === active} onChoose=${() => choose(at)} />`)}
      </ul>
      <p class=${isShown && found.length === 0 ? "nothing" : "hidden"} role="status">
        ${isShown ? (found.length ? dti.t("search.count", { count: found.length }) : dti.t("search.none")) : ""}
      </p>
    </div>`;
  };
})();
