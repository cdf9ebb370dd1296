"use strict";
/* Maps of a measure: areas where geometry is there, bubbles always. The level and the measure are kept in the address. */
(function () {
  const html = dti.html;
  const blocks = dti.blocks;

  const formatOf = (measure) => (measure === "value" ? dti.format.value : dti.format.growth);

  function rowsOf(regions, measure) {
    return regions
      .map((region) => ({
        id: region.id,
        region,
        name: dti.name(region),
        value: dti.measure(region.type, region.id, dti.state.node, measure),
        size: dti.measure(region.type, region.id, dti.state.node, "value"),
        href: dti.regionHref(region),
      }))
      .filter((row) => row.value !== null)
      .sort((a, b) => b.value - a.value);
  }

  function area(level, rows, measure) {
    const by = (key) => Object.fromEntries(rows.map((row) => [row.id, row[key]]));
    const nation = dti.measure("nation", "CN", dti.state.node, measure);
    return dti.draw.choropleth({
      level,
      values: by("value"),
      names: by("name"),
      hrefs: by("href"),
      format: formatOf(measure),
      label: dti.t("measure." + measure),
      diverging: measure !== "value",
      middle: nation,
    });
  }

  function points(rows, measure) {
    const nation = dti.measure("nation", "CN", dti.state.node, measure);
    const key =
      measure === "value"
        ? null
        : dti.draw.key({
            values: rows.map((row) => row.value),
            format: formatOf(measure),
            diverging: true,
            middle: nation,
            left: 0,
            bottom: 0,
          });
    const one = (row) => ({
      name: row.name,
      lon: row.region.lon,
      lat: row.region.lat,
      value: row.size,
      shown: row.value,
      href: row.href,
      colour: key ? dti.draw.colourOf(key, row.value) : undefined,
    });
    return dti.draw.bubbles({ points: rows.map(one), format: formatOf(measure), label: dti.t("measure." + measure), key });
  }

  function levels(hasProvinces) {
    const all = [];
    if (hasProvinces && dti.draw.hasMap("province")) all.push("province");
    if (dti.draw.hasMap("city")) all.push("city");
    return all.concat("bubbles");
  }

  function Choices({ names, level, measure, measures }) {
    const set = (key, usual) => (value) => dti.go({ [key]: value === usual ? null : value });
    const options = (ids, prefix) => ids.map((id) => ({ id, label: dti.t(prefix + id) }));
    return html`<div class="map-choices">
      ${names.length > 1 && html`<${dti.ui.Choice} label=${dti.t("map.level")} name="map" value=${level} options=${options(names, "map.level.")} onChange=${set("map", names[0])} />`}
      <${dti.ui.Choice}
        label=${dti.t("map.measure")}
        name="of"
        value=${measure}
        options=${options(measures, "measure.")}
        onChange=${set("of", "value")}
      />
    </div>`;
  }

  function chosen(names) {
    const measures = ["value", "yoy", "growth"].filter(
      (measure) => measure === "value" || dti.measure("nation", "CN", dti.state.node, measure) !== null,
    );
    return {
      level: names.includes(dti.state.map) ? dti.state.map : names[0],
      measures,
      measure: measures.includes(dti.state.of) ? dti.state.of : "value",
    };
  }

  function about(level, measure) {
    const rate = dti.format.growth(dti.measure("nation", "CN", dti.state.node, measure));
    const classes = measure === "value" ? (level === "bubbles" ? [] : [dti.t("map.classes")]) : [dti.t("map.middle", { rate })];
    return dti.sentences([dti.t("map.about." + level), ...classes]);
  }

  /** The map of the cities, or of provinces, with choices of level and measure. */
  blocks.Map = function ({ cities = dti.regionsOf("city"), provinces = dti.regionsOf("province"), title }) {
    const names = levels(provinces.length > 0);
    const { level, measure, measures } = chosen(names);
    const type = level === "province" ? "province" : "city";
    const rows = rowsOf(type === "province" ? provinces : cities, measure);
    const table = measure === "value" ? "gold.rankings" : "gold.growth";
    const columns = [
      { key: "name", label: dti.t("name." + type), link: (row) => row.href },
      { key: "value", label: dti.t("measure." + measure), format: formatOf(measure) },
    ];
    const words = { period: dti.format.period(dti.state.period), node: blocks.nodeName(), measure: blocks.measureName(measure) };
    return html`<${Choices} names=${names} level=${level} measure=${measure} measures=${measures} />
      <${dti.ui.Chart}
        id="map"
        key=${"map-" + level}
        wide=${true}
        height=${dti.draw.mapHeight()}
        source=${table}
        columns=${columns}
        rows=${rows}
        title=${title ? title(words) : dti.t("map.title." + type, words)}
        unit=${dti.t("unit." + measure)}
        about=${about(level, measure)}
        zoom=${level !== "bubbles" || dti.draw.hasMap("province")}
        query=${{ table, where: blocks.where({ region_type: type, period: dti.state.period, node: dti.state.node }), columns: ["region", measure] }}
        option=${() => (level === "bubbles" ? points(rows, measure) : area(level, rows, measure))}
      />`;
  };
})();
