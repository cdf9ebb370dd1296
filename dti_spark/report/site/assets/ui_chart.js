"use strict";
/* A chart: title, picture, source, words for those who cannot see it, and what a reader may take away. */
(function () {
  const html = dti.html;
  const { useEffect, useRef, useState } = htmPreact;

  const isAsked = () => window.dtiDrawAll || dti.state.draw === "all" || dti.isEmbed();

  /** Draws now if near the window or asked to, else once the reader comes near: a page with many charts opens at once. */
  function whenNear(holder, act) {
    if (isAsked() || !window.IntersectionObserver) {
      act();
      return () => {};
    }
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && act(), {
      rootMargin: "400px",
    });
    watch.observe(holder);
    return () => watch.disconnect();
  }

  function make(holder, width, height) {
    const old = echarts.getInstanceByDom(holder);
    if (old) {
      old.resize({ width, height });
      return old;
    }
    const chart = echarts.init(holder, null, { renderer: "svg", width, height });
    chart.on("click", (event) => event.data && event.data.href && location.assign(event.data.href));
    return chart;
  }

  /** The option of a chart at a size; builders may read it from dti.draw to leave out what has no room. */
  function optionAt(option, width, height) {
    Object.assign(dti.draw, { width, height });
    return option();
  }

  /** Draws into a holder; how: {width, scale} where not as wide and tall as on the screen. */
  function drawInto(holder, option, full, { width = holder.clientWidth, scale = 1 } = {}) {
    if (!width) return;
    const height = Math.round(full * scale);
    holder.style.height = height + "px";
    const chart = make(holder, width, height);
    chart.setOption(optionAt(option, width, height), { notMerge: true });
    chart.getZr().flush();
    holder.dataset.drawn = "true";
  }

  /** Draws a map larger or smaller around its middle; 0 brings it back. */
  function zoomBy(holder, factor) {
    const chart = holder && echarts.getInstanceByDom(holder);
    if (!chart) return;
    const part = chart.getOption().geo ? "geo" : "series";
    const now = chart.getOption()[part][0].zoom || 1;
    const next = factor === 0 ? { zoom: 1, center: null } : { zoom: Math.max(1, Math.min(24, now * factor)) };
    chart.setOption({ [part]: [next] });
    chart.getZr().flush();
  }

  function Zoom({ holder }) {
    const press = (factor, sign, word) =>
      html`<button type="button" aria-label=${dti.t(word)} title=${dti.t(word)} onClick=${() => zoomBy(holder.current, factor)}>
        ${sign}
      </button>`;
    return html`<div class="zoom">
      ${press(1.6, "+", "chart.zoom.in")}${press(1 / 1.6, "−", "chart.zoom.out")}${press(0, "⟲", "chart.zoom.reset")}
    </div>`;
  }

  function Plot({ id, title, option, height, describedBy, zoom }) {
    const holder = useRef(null);
    const latest = useRef(null);
    latest.current = { option, height };
    useEffect(() => {
      const draw = (how) => drawInto(holder.current, latest.current.option, latest.current.height, how);
      let isNear = false;
      const plot = { draw: (how) => (isNear || (how && how.force)) && draw(how) };
      dti.plots.set(id, plot);
      const leave = whenNear(holder.current, () => {
        if (!isNear) draw();
        isNear = true;
      });
      const sizes = new ResizeObserver(() => !document.documentElement.classList.contains("printing") && plot.draw());
      sizes.observe(holder.current);
      return () => {
        leave();
        sizes.disconnect();
        dti.plots.delete(id);
        const chart = echarts.getInstanceByDom(holder.current);
        if (chart) chart.dispose();
      };
    }, [id]);
    useEffect(() => dti.plots.get(id).draw(), [option, dti.version]);
    return html`<div class="plot-frame">
      <div class="plot" role="img" aria-label=${title} aria-describedby=${describedBy}>
        <div class="plot-holder" aria-hidden="true" ref=${holder} style=${{ height: height + "px" }}></div>
      </div>
      ${zoom && html`<${Zoom} holder=${holder} />`}
    </div>`;
  }

  function Copy({ text }) {
    const [isDone, setDone] = useState(false);
    const copy = () => {
      const done = () => setDone(true);
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => setDone(false));
    };
    return html`<button type="button" class="copy" onClick=${copy}>
      ${isDone ? dti.t("chart.copied") : dti.t("chart.copy")}
    </button>`;
  }

  function Address({ label, text }) {
    return html`<div class="address"><span class="label">${label}</span><code>${text}</code><${Copy} text=${text} /></div>`;
  }

  function savePng(chart) {
    const width = 960;
    const option = optionAt(chart.option, width, chart.height);
    const text = {
      title: chart.title,
      unit: chart.unit,
      source: dti.sourceLine(chart.source),
      citation: dti.citation(chart.id, chart.title),
    };
    dti.save(dti.fileName(chart.id, "png"), dti.png(Object.assign(text, { option, width, height: chart.height })));
  }

  function saveCsv(chart) {
    dti.save(dti.fileName(chart.id, "csv"), dti.csv(chart.columns, chart.rows), "text/csv;charset=utf-8");
  }

  function Code({ chart }) {
    return html`<p>${dti.t("chart.code.about")}</p>
      ${dti.snippets(chart.query).map(
        (snippet) =>
          html`<div key=${snippet.id} class="snippet">
            <span class="label">${snippet.label}</span><${Copy} text=${snippet.text} />
            <pre tabindex="0" data-snippet=${snippet.id}>${snippet.text}</pre>
          </div>`,
      )}`;
  }

  function Cite({ chart }) {
    return html`<${Address} label=${dti.t("chart.address")} text=${dti.permanent(chart.id)} />
      <${Address} label=${dti.t("chart.embed")} text=${dti.embedCode(chart.id, chart.title, chart.height)} />
      <${Address} label=${dti.t("chart.cite")} text=${dti.citation(chart.id, chart.title)} />`;
  }

  function Actions({ chart, open, setOpen }) {
    const toggle = (part) =>
      html`<button
        type="button"
        aria-expanded=${open === part}
        aria-controls=${chart.id + "-" + part}
        onClick=${() => setOpen(open === part ? null : part)}
      >
        ${dti.t("chart." + part)}
      </button>`;
    return html`<div class="actions" role="group" aria-label=${dti.t("chart.actions", { title: chart.title })}>
      ${toggle("table")}
      <button type="button" class="csv" onClick=${() => saveCsv(chart)}>CSV</button>
      <button type="button" class="png" onClick=${() => savePng(chart)}>PNG</button>
      ${chart.query && toggle("code")} ${toggle("share")}
    </div>`;
  }

  function Panel({ chart, part, open, children }) {
    return html`<div class=${"panel panel-" + part} id=${chart.id + "-" + part} hidden=${open !== part}>${children}</div>`;
  }

  function Data({ chart }) {
    return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${chart.title}>
      <${dti.ui.PlainTable} caption=${chart.title} columns=${chart.columns} rows=${chart.rows} hideCaption=${true} />
    </div>`;
  }

  function Figure({ chart }) {
    const [open, setOpen] = useState(chart.table ? "table" : null);
    return html`<figure
      class=${"chart " + (chart.wide ? "wide" : "")}
      id=${chart.id}
      data-chart=${chart.id}
      aria-labelledby=${chart.id + "-title"}
    >
      <figcaption>
        <h3 id=${chart.id + "-title"}>${chart.title}</h3>
        ${chart.unit && html`<p class="unit">${chart.unit}</p>`} ${chart.about && html`<p class="finding">${chart.about}</p>`}
      </figcaption>
      ${
        chart.rows.length === 0
          ? html`<p class="empty">${dti.t("chart.empty")}</p>`
          : chart.picture
            ? chart.picture()
            : html`<${Plot}
                id=${chart.id}
                title=${chart.title}
                option=${chart.option}
                height=${chart.height}
                describedBy=${chart.id + "-alt"}
                zoom=${chart.zoom}
              />`
      }
      <p class="hidden" id=${chart.id + "-alt"} data-alt=${chart.id}>${chart.alt || dti.alt(chart)}</p>
      <div class="chart-foot">
        <p class="source">${dti.sourceLine(chart.source)}</p>
        <${Actions} chart=${chart} open=${open} setOpen=${setOpen} />
      </div>
      <${Panel} chart=${chart} part="table" open=${open}>${open === "table" && html`<${Data} chart=${chart} />`}<//>
      ${chart.query && html`<${Panel} chart=${chart} part="code" open=${open}><${Code} chart=${chart} /><//>`}
      <${Panel} chart=${chart} part="share" open=${open}><${Cite} chart=${chart} /><//>
      ${dti.isEmbed() && html`<p class="source cited">${dti.citation(chart.id, chart.title)}</p>`}
    </figure>`;
  }

  /**
   * A chart of a page. id is unique on the page; source: table or tables of gold; columns and rows: what it shows, for
   * the table view and CSV (first column, or the one with head, names the row); query: what dti.snippets takes; option:
   * () => option, made by dti.draw.*; zoom: whether it is a map that can be enlarged; picture: () => vnode, shown instead of the drawn option. In an
   * embedded page it only hands itself over: start.js shows the one asked for.
   */
  dti.ui.Chart = function (given) {
    const chart = Object.assign({ height: 340 }, given);
    if (dti.isEmbed() && !given.alone) {
      if (chart.id === dti.state.embed) dti.embedded = chart;
      return null;
    }
    return html`<${Figure} chart=${chart} />`;
  };
})();
