"use strict";
/* Questions to the data: members, nodes, values of a period. */
(function () {
  let members = null;

  function index() {
    if (members) return members;
    members = { region: new Map(), node: new Map(), industry: new Map(), period: new Map() };
    const core = dti.data.core;
    core.regions.forEach((region) => members.region.set(region.type + "/" + region.id, region));
    core.nodes.forEach((node) => members.node.set(node.index + "/" + node.id, node));
    core.industries.forEach((industry) => members.industry.set(industry.id, industry));
    core.periods.forEach((period, at) => members.period.set(period.id, at));
    return members;
  }

  /** The region of a type and id, or null. */
  dti.find = (type, id) => index().region.get(type + "/" + id) || null;

  /** All regions of a type, in the order of the release. */
  dti.regionsOf = (type) => dti.data.core.regions.filter((region) => region.type === type);

  /** The cities for which region is their cluster, province, tier or economic region; all cities for the nation. */
  dti.citiesOf = function (region) {
    const key = { cluster: "cluster", province: "province", tier: "tier", economic_region: "economic" }[region.type];
    const cities = dti.regionsOf("city");
    return key ? cities.filter((city) => String(city[key]) === String(region.id)) : cities;
  };

  /** A node of an index (the first index unless told), or null. */
  dti.node = (id, indexId) => index().node.get((indexId || dti.data.core.indices[0].id) + "/" + id) || null;

  /** The root of the first index. */
  dti.rootNode = () => dti.data.core.nodes.find((node) => node.index === dti.data.core.indices[0].id && node.level === 0);

  /** Root and layers of the first index, in order. */
  dti.layers = () => dti.nodesOf(dti.data.core.indices[0].id).filter((node) => node.level <= 1);

  /** All nodes of an index, in order. */
  dti.nodesOf = (indexId) => dti.data.core.nodes.filter((node) => node.index === indexId);

  /** An industry or group, or null. */
  dti.industry = (id) => index().industry.get(id) || null;

  /** The place of a period in every array; of the chosen period unless told. */
  dti.placeOf = (period) => index().period.get(period === undefined ? dti.state.period : period);

  /** The chosen period: {id, type, base}. */
  dti.period = () => dti.data.core.periods[dti.placeOf()];

  /** The quarters, oldest first: [{id, type, base}]. */
  dti.quarters = () => dti.data.core.periods.filter((period) => period.type === "quarter");

  /** Ids of the periods of the same type as the chosen one up to it and after: what a series over time shows. */
  dti.kin = () => dti.data.core.periods.filter((period) => period.type === dti.period().type).map((period) => period.id);

  /** The entry of a series at a period (the chosen one unless told); null where there is none. */
  dti.at = function (values, period) {
    const value = values ? values[dti.placeOf(period)] : null;
    return value === undefined ? null : value;
  };

  /** The entries of a series at the quarters. */
  dti.overQuarters = (values) => dti.quarters().map((quarter) => dti.at(values, quarter.id));

  /** A measure of a region at a period, null where there is none: dti.measure("city", "440300", "dti", "rank"). */
  dti.measure = function (type, id, node, measure, period) {
    const region = dti.data.core.values[type + "/" + id];
    const measures = region && region[node];
    return dti.at(measures && measures[measure], period);
  };

  /** The whole series of a measure of a region, null where there is none. */
  dti.seriesOf = function (type, id, node, measure) {
    const region = dti.data.core.values[type + "/" + id];
    return (region && region[node] && region[node][measure]) || null;
  };

  /** Regions of a type with a number of a measure at the chosen period, largest first. */
  dti.ranked = function (type, node, measure, period) {
    return dti
      .regionsOf(type)
      .map((region) => ({ region, value: dti.measure(type, region.id, node, measure, period) }))
      .filter((row) => row.value !== null)
      .sort((a, b) => b.value - a.value);
  };
})();
