"use strict";
/* Maps: areas where their geometry is there, bubbles at the coordinates of the cities always. */
(function () {
  const draw = dti.draw;
  const known = new Set();

  /** Whether this page has the geometry of a level: city or province. */
  draw.hasMap = (level) => Boolean(dti.data["map_" + level]);

  /** Areas without a code (borders, areas outside the index) get a name of their own, so that no two share one. */
  function register(level) {
    const name = "dti-" + level;
    if (!known.has(name)) {
      const map = dti.data["map_" + level];
      const features = map.features.map((feature, at) => Object.assign({}, feature, { properties: { name: feature.properties.id || "outside-" + at } }));
      echarts.registerMap(name, { type: "FeatureCollection", features });
      known.add(name);
    }
    return name;
  }

  const outline = () => ({ areaColor: dti.css("--void"), borderColor: dti.css("--paper"), borderWidth: 0.4 });

  /** Mainland China fits best where degrees of longitude are drawn shorter than those of latitude. */
  const shape = { aspectScale: 0.78, roam: "move", scaleLimit: { min: 1, max: 24 } };

  const zoomable = () => (dti.isStill() ? false : true);

  /** Areas coloured by class: level city or province; values {id: number}; names {id: text}; hrefs {id: address}; diverging around middle. */
  draw.choropleth = function ({ level, values, names, hrefs = {}, format, label, diverging, middle }) {
    const map = register(level);
    const data = Object.keys(values).map((id) => ({ name: id, value: values[id], href: hrefs[id] }));
    const key = draw.key({ values: Object.values(values), format, diverging, middle, left: 0, bottom: 0 });
    const tip = (item) => (names[item.name] ? draw.tip(names[item.name], [[label, format(Number.isNaN(item.value) ? null : item.value), item.color]]) : draw.tip(dti.t("draw.outside"), []));
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      visualMap: key,
      series: [Object.assign({ type: "map", map, data, selectedMode: false, itemStyle: outline(), label: { show: false }, emphasis: { label: { show: false }, itemStyle: { areaColor: null, borderColor: dti.css("--ink"), borderWidth: 1.2 } }, left: 0, right: 0, top: 8, bottom: 8 }, shape, { roam: zoomable() })],
    });
  };

  /** As tall as the window allows, so that a map is seen whole. */
  draw.mapHeight = () => Math.round(Math.max(340, Math.min(640, window.innerHeight * 0.72, window.innerWidth * 0.8)));

  /**
   * Bubbles whose areas are as the values: points {name, lon, lat, value, shown (told instead of the value), href, colour};
   * key: what the colours mean, from dti.draw.key. On the map of provinces if it is there.
   */
  draw.bubbles = function ({ points, format, label, key, most = 52 }) {
    const largest = Math.max(...points.map((point) => Math.abs(point.value) || 0), 1e-12);
    const data = points
      .filter((point) => point.value !== null)
      .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
      .map((point, at) => ({ name: point.name, value: [point.lon, point.lat, point.value], shown: point.shown === undefined ? point.value : point.shown, href: point.href, label: { show: at < (draw.isNarrow() ? 5 : 10) }, itemStyle: { color: draw.sheer(point.colour || dti.css("--c1"), point.colour ? 0.85 : 0.6) } }));
    const reach = draw.isNarrow() ? most * 0.65 : most;
    const series = {
      type: "scatter",
      data,
      symbolSize: (value) => Math.max(2.5, reach * Math.sqrt(Math.abs(value[2]) / largest)),
      itemStyle: { borderColor: dti.css("--paper"), borderWidth: 0.6 },
      label: { formatter: (item) => item.name, position: "right", color: dti.css("--ink"), fontSize: 12, textBorderColor: dti.css("--paper"), textBorderWidth: 2 },
      labelLayout: { hideOverlap: true },
    };
    const tip = (item) => (item.seriesType === "scatter" ? draw.tip(item.name, [[label, format(item.data.shown), item.color]]) : null);
    const keyed = key ? { visualMap: Object.assign(key, { seriesIndex: 99 }) } : {};
    return draw.base(Object.assign({ tooltip: draw.tooltip("item", tip), series: [series] }, keyed, ground(series)));
  };

  /** The ground under bubbles: provinces where geometry is there, else a plane of degrees. */
  function ground(series) {
    if (draw.hasMap("province")) {
      series.coordinateSystem = "geo";
      return { geo: Object.assign({ map: register("province"), silent: true, itemStyle: outline(), label: { show: false }, left: 0, right: 0, top: 8, bottom: 8 }, shape, { roam: zoomable() }) };
    }
    const degrees = (min, max) => draw.amounts({ min, max, format: (value) => value + "°", interval: 10 });
    const side = Math.max(4, (draw.width - 1.42 * draw.mapHeight()) / 2);
    return { grid: { left: side, right: side, top: 8, bottom: 8, containLabel: true }, xAxis: degrees(70, 140), yAxis: degrees(15, 55), dataZoom: [{ type: "inside", xAxisIndex: 0 }, { type: "inside", yAxisIndex: 0 }] };
  }
})();
