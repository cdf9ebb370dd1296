"use strict";
/* The page of the DIO window: the window of a region, where indicators stand, tools and cases. */
(function () {
  const html = dti.html;
  const dio = dti.dio;

  function RegionPicker() {
    const own = dio.region();
    const group = (type) => dti.regionsOf(type).filter((region) => dti.data.dio.profile[type + "/" + region.id]);
    const key = (region) => region.type + "/" + region.id;
    const option = (region) =>
      html`<option key=${key(region)} value=${key(region)} selected=${region === own}>${dti.name(region)}</option>`;
    const change = (event) => dti.go({ region: event.target.value === "nation/CN" ? null : event.target.value });
    return html`<label class="picker"><span>${dti.t("window.region")}</span>
      <select id="region" value=${key(own)} onChange=${change}>
        ${option(dti.find("nation", "CN"))}
        <optgroup label=${dti.t("window.clusters")}>${group("cluster").map(option)}</optgroup>
        <optgroup label=${dti.t("window.provinces")}>${group("province").map(option)}</optgroup>
      </select>
    </label>`;
  }

  function MeasurePicker() {
    const options = dio.MEASURES.map((id) => ({ id, label: dti.t("window." + id) }));
    const change = (id) => dti.go({ dio: id === dio.MEASURES[0] ? null : id });
    return html`<${dti.ui.Choice} label=${dti.t("window.measure")} name="dio" options=${options} value=${dio.measure()}
      onChange=${change} />`;
  }

  /** The page of the DIO window. */
  dti.pages.dio = function () {
    const region = dio.region();
    dti.title(dti.t("window.title"));
    return html`<${dti.ui.Head} title=${dti.t("window.title")} about=${dti.t("window.lead")} />
      <${dti.ui.Pickers} node=${false}><${RegionPicker} /><${MeasurePicker} /><//>
      <${dti.ui.Section} id="dio-window" title=${dti.t("window.window")} about=${dti.t("window.reconstructed")}>
        <${dio.Window} place=${region} /><${dio.Chosen} />
      <//>
      <${dio.Cases} />
      <${dti.ui.Section} id="change" title=${dti.t("window.change")}>
        <div class="grid"><${dio.OverTime} region=${region} /><${dio.Provinces} /></div>
      <//>
      <${dti.ui.Section} id="mapping" title=${dti.t("window.mapping")} about=${dti.t("window.reconstructed")}><${dio.Mapping} /><//>`;
  };
})();
