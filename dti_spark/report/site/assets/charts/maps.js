"use strict";
/* Maps: areas where their geometry is there, bubbles at the coordinates of the cities always. */
(function () {
  const draw = dti.draw;
  const known = new Set();

  /** Whether this page has the geometry of a level: city or province. */
  draw.hasMap = (level) => Boolean(dti.data["map_" + level]);

  /** Every feature has a name of its own: the code of a region, else what the builder made up. */
  function register(level) {
    const name = "dti-" + level;
    if (!known.has(name)) {
      echarts.registerMap(name, dti.data["map_" + level]);
      known.add(name);
    }
    return name;
  }

  /** What the source calls an area that is no region of the index. */
  function outside(level, name) {
    const found = dti.data["map_" + level].features.find((feature) => feature.properties.name === name);
    return (found && found.properties.zh) || "";
  }

  /** Boundary lines are part of the map: drawn in ink, never filled. */
  function boundaries(level) {
    const style = { areaColor: "transparent", color: "transparent", borderColor: dti.css("--ink-2"), borderWidth: 1 };
    return dti.data["map_" + level].features
      .filter((feature) => feature.properties.kind === "line")
      .map((feature) => ({
        name: feature.properties.name,
        value: null,
        itemStyle: style,
        emphasis: { itemStyle: style },
        silent: true,
      }));
  }

  const outline = (colour) => ({ areaColor: dti.css(colour), borderColor: dti.css("--paper"), borderWidth: 0.4 });

  /** Constants of Albers' equal-area conic projection with parallels at 25 and 47 degrees, centred at 105 degrees east. */
  const radians = Math.PI / 180;
  const [south, north, middle] = [25 * radians, 47 * radians, 105 * radians];
  const cone = (Math.sin(south) + Math.sin(north)) / 2;
  const bend = Math.cos(south) ** 2 + 2 * cone * Math.sin(south);

  /** From degrees to the plane and back; areas on the map are as areas on the ground. */
  const projection = {
    project([lon, lat]) {
      const radius = Math.sqrt(bend - 2 * cone * Math.sin(lat * radians)) / cone;
      const angle = cone * (lon * radians - middle);
      return [radius * Math.sin(angle), radius * Math.cos(angle)];
    },
    unproject([x, y]) {
      const radius = Math.hypot(x, y);
      const lat = Math.asin((bend - (radius * cone) ** 2) / (2 * cone));
      return [(middle + Math.atan2(x, y) / cone) / radians, lat / radians];
    },
  };

  /** A finger that moves over a narrow screen scrolls the page, so that maps stay put there; the wheel scrolls everywhere. */
  const placed = () => ({
    projection,
    roam: draw.isNarrow() ? false : "move",
    scaleLimit: { min: 1, max: 24 },
    layoutCenter: ["50%", "50%"],
    layoutSize: 0.97 * Math.min(draw.width, draw.height),
  });

  /** Areas coloured by class: level city or province; values {id: number}; names {id: text}; hrefs {id: address}; diverging around middle. */
  draw.choropleth = function ({ level, values, names, hrefs = {}, format, label, diverging, middle }) {
    const map = register(level);
    const data = Object.keys(values)
      .map((id) => ({ name: id, value: values[id], href: hrefs[id] }))
      .concat(boundaries(level));
    const key = draw.key({ values: Object.values(values), format, diverging, middle, left: 0, bottom: 0 });
    const tip = (item) =>
      names[item.name]
        ? draw.tip(names[item.name], [[label, format(Number.isNaN(item.value) ? null : item.value), item.color]])
        : draw.tip(outside(level, item.name), [[dti.t("draw.outside"), ""]]);
    return draw.base({
      tooltip: draw.tooltip("item", tip),
      visualMap: key,
      series: [
        Object.assign(
          {
            type: "map",
            map,
            data,
            selectedMode: false,
            itemStyle: outline("--void"),
            label: { show: false },
            emphasis: { label: { show: false }, itemStyle: { areaColor: null, borderColor: dti.css("--ink"), borderWidth: 1.2 } },
          },
          placed(),
        ),
      ],
    });
  };

  /** As tall as the window allows, so that a map is seen whole. */
  draw.mapHeight = () => Math.round(Math.max(340, Math.min(680, window.innerHeight * 0.8, window.innerWidth * 0.85)));

  /**
   * Bubbles whose areas are as the values: points {name, lon, lat, value, shown (told instead of the value), href, colour};
   * key: what the colours mean, from dti.draw.key. On the map of provinces if it is there.
   */
  draw.bubbles = function ({ points, format, label, key, most = 52 }) {
    const largest = Math.max(...points.map((point) => Math.abs(point.value) || 0), 1e-12);
    const data = points
      .filter((point) => point.value !== null)
      .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
      .map((point, at) => ({
        name: point.name,
        value: [point.lon, point.lat, point.value],
        shown: point.shown === undefined ? point.value : point.shown,
        href: point.href,
        label: { show: at < (draw.isNarrow() ? 5 : 10) },
        itemStyle: { color: draw.sheer(point.colour || dti.css("--c1"), point.colour ? 0.85 : 0.6) },
      }));
    const reach = draw.isNarrow() ? most * 0.65 : most;
    const series = {
      type: "scatter",
      data,
      symbolSize: (value) => Math.max(2.5, reach * Math.sqrt(Math.abs(value[2]) / largest)),
      itemStyle: { borderColor: dti.css("--paper"), borderWidth: 0.6 },
      label: {
        formatter: (item) => item.name,
        position: "right",
        color: dti.css("--ink"),
        fontSize: 12,
        textBorderColor: dti.css("--paper"),
        textBorderWidth: 2,
      },
      labelLayout: { hideOverlap: true },
    };
    const tip = (item) =>
      item.seriesType === "scatter" ? draw.tip(item.name, [[label, format(item.data.shown), item.color]]) : null;
    const keyed = key ? { visualMap: Object.assign(key, { seriesIndex: 99 }) } : {};
    return draw.base(Object.assign({ tooltip: draw.tooltip("item", tip), series: [series] }, keyed, ground(series)));
  };

  /** The ground under bubbles: provinces where geometry is there, else a plane of degrees. */
  function ground(series) {
    if (draw.hasMap("province")) {
      series.coordinateSystem = "geo";
      return {
        geo: Object.assign(
          {
            map: register("province"),
            silent: true,
            regions: boundaries("province"),
            itemStyle: outline("--land"),
            label: { show: false },
          },
          placed(),
        ),
      };
    }
    const degrees = (min, max) => draw.amounts({ min, max, format: (value) => value + "°", interval: 10 });
    const side = Math.max(4, (draw.width - 1.42 * draw.height) / 2);
    return {
      grid: { left: side, right: side, top: 8, bottom: 8, containLabel: true },
      xAxis: degrees(70, 140),
      yAxis: degrees(15, 55),
      dataZoom: [
        { type: "inside", xAxisIndex: 0 },
        { type: "inside", yAxisIndex: 0 },
      ],
    };
  }
})();
