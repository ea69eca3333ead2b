/* How does a picture change without being built anew? Plotly.react redraws in place, so zoom and page position stay. */

const SCRIPT = "__PLOTLY_SCRIPT__";
const NARROW = 640;
const LABEL_GAP = 15;
const YEAR_RANGES = [1, 3, 5];
const states = new WeakMap();

function loadPlotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  window.yardstickPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      delete window.yardstickPlotly;
      script.remove();
      reject(new Error("The chart library could not be loaded."));
    };
    document.head.appendChild(script);
  });
  return window.yardstickPlotly;
}

/* ---- dates: day numbers since 1970, so that no time zone can shift a day ---- */
const toDay = (text) => Date.UTC(+String(text).slice(0, 4), +String(text).slice(5, 7) - 1, +String(text).slice(8, 10)) / 864e5;
const toText = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

function yearsBefore(text, years) {
  const date = new Date(toDay(text) * 864e5);
  date.setUTCFullYear(date.getUTCFullYear() - years);
  return toText(date / 864e5);
}

/* ---- value axis: the same rules as ui/charts/drawing/axis.py, for the part of the lines that is seen ---- */
function seenRange(traces, from, to, fullRange, facts) {
  let low = Infinity;
  let high = -Infinity;
  for (const trace of traces) {
    if (!Array.isArray(trace.y) || trace.meta?.role === "difference" || trace.meta?.role === "event" || trace.visible === "legendonly") continue;
    for (let i = 0; i < trace.y.length; i++) {
      const day = toDay(trace.x[i]);
      if (day >= from && day <= to && trace.y[i] !== null) {
        low = Math.min(low, trace.y[i]);
        high = Math.max(high, trace.y[i]);
      }
    }
  }
  if (!(low <= high)) return fullRange;
  if (facts.log) {
    const [least, most] = [low, high].map(Math.log10);
    const room = (most - least) * 0.05 || 0.02;
    return [least - room, most + room];
  }
  const room = (high - low) * 0.05 || Math.abs(high) * 0.05 || 1;
  return [low - room, Math.min(high + room, Math.max(fullRange[1], high + room))];
}

function niceStep(span) {
  const rough = span / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((multiple) => multiple * power).find((step) => step >= rough * 0.999);
}

function powerSteps([low, high]) {
  const found = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) found.push(...[1, 2, 5].map((one) => one * 10 ** power));
  return found.filter((one) => one >= low && one <= high);
}

/* On a logarithmic axis the range is in powers of ten, the ticks are values: 1, 2 and 5 of each power, or even steps where those are too few. */
function ticks(seen, unit, log) {
  const range = log ? seen.map((power) => 10 ** power) : seen;
  const powers = log ? powerSteps(range) : [];
  if (powers.length >= 4) return { tickvals: powers, ticktext: powers.map((value) => value.toLocaleString("en", { maximumFractionDigits: 6 }) + unit.suffix) };
  const step = niceStep((range[1] - range[0]) / unit.size);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const values = [];
  const texts = [];
  for (let count = Math.ceil(range[0] / unit.size / step - 1e-9); count <= range[1] / unit.size / step + 1e-9; count++) {
    const number = count * step;
    const figure = Math.abs(number).toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    values.push(number * unit.size);
    texts.push((number < 0 ? "\u2212" : "") + figure + unit.suffix);
  }
  return { tickvals: values, ticktext: texts };
}

/* ---- the layout for this width, this theme and this zoom ---- */
function themed(layout, host) {
  const style = getComputedStyle(host);
  const value = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const font = { ...layout.font, family: value("font") || "sans-serif", color: value("text-color") };
  return {
    ...layout,
    font,
    paper_bgcolor: value("background-color"),
    hoverlabel: { bgcolor: value("secondary-background-color"), bordercolor: value("border-color"), font: { ...font, size: 12.5 }, namelength: -1 },
    modebar: { orientation: "h", bgcolor: "rgba(0,0,0,0)", color: value("text-color"), activecolor: value("primary-color") },
  };
}

function zoomed(layout, state) {
  const xaxis = { ...layout.xaxis };
  const yaxis = { ...layout.yaxis };
  if (state.zoom) {
    xaxis.range = [...state.zoom];
    yaxis.range = state.zoomY?.slice() ?? seenRange(state.spec.data, toDay(state.zoom[0]), toDay(state.zoom[1]), layout.yaxis.range, layout.meta);
    Object.assign(yaxis, ticks(yaxis.range, layout.meta.unit, layout.meta.log));
  } else if (state.zoomY) {
    yaxis.range = [...state.zoomY];
    Object.assign(yaxis, ticks(yaxis.range, layout.meta.unit, layout.meta.log));
  }
  return { ...layout, xaxis, yaxis };
}

function labelled(layout, narrow, traces) {
  const ends = (layout.annotations ?? []).filter((one) => one.name?.startsWith("end:"));
  const others = (layout.annotations ?? []).filter((one) => !one.name?.startsWith("end:"));
  if (narrow) {
    const rows = Math.ceil(ends.length / 2);
    const margin = { ...layout.margin, r: 10, l: 40, t: layout.margin.t + 20 * rows };
    return { ...layout, margin, annotations: others, showlegend: ends.length > 1, dragmode: false };
  }
  return { ...layout, annotations: [...others, ...spread(ends, layout, traces)] };
}

/* A line is named where it leaves the picture: at its end, or at the right edge of a zoom. */
function edge(label, traces, right, layout) {
  const trace = traces.find((one) => `end:${one.name}` === label.name);
  let at = (trace?.x.length ?? 0) - 1;
  while (at >= 0 && (toDay(trace.x[at]) > right || trace.y[at] === null)) at--;
  return at < 0 ? null : { ...label, x: toText(Math.min(right, toDay(label.x))), y: layout.meta.log ? Math.log10(trace.y[at]) : trace.y[at], age: right - toDay(trace.x[at]) };
}

function spread(ends, layout, traces) {
  const [low, high] = layout.yaxis.range;
  const height = layout.height - layout.margin.t - layout.margin.b;
  const [left, right] = layout.xaxis.range.map(toDay);
  const placed = ends
    .map((one) => edge(one, traces, right, layout))
    .filter((one) => one && one.age < (right - left) * 0.25)
    .map(({ age, ...one }) => ({ ...one, pixel: ((one.y - low) / (high - low)) * height }))
    .filter((one) => one.pixel >= -2 && one.pixel <= height + 2)
    .sort((a, b) => a.pixel - b.pixel);
  const wanted = placed.map((one) => one.pixel);
  for (let i = 1; i < wanted.length; i++) wanted[i] = Math.max(wanted[i], wanted[i - 1] + LABEL_GAP);
  const over = wanted.length ? wanted[wanted.length - 1] - height : 0;
  if (over > 0) {
    wanted[wanted.length - 1] -= over;
    for (let i = wanted.length - 2; i >= 0; i--) wanted[i] = Math.min(wanted[i], wanted[i + 1] - LABEL_GAP);
  }
  return placed.map(({ pixel, ...one }, i) => ({ ...one, yshift: wanted[i] - pixel }));
}

/* ---- controls ---- */
const SVG_ICON = { width: 24, height: 24, path: "M12 3v10.2l3.6-3.6L17 11l-5 5-5-5 1.400-1.400 2.600 2.600V3zM5 19h14v2H5z" };

function configuration(plotly, state) {
  const name = state.spec.file_name;
  const save = (format) => (plot) =>
    plotly.downloadImage(plot, { format, filename: name, width: plot.clientWidth, height: state.spec.layout.height, scale: format === "png" ? 2 : 1 });
  return {
    displaylogo: false,
    displayModeBar: true,
    responsive: false,
    doubleClick: "autosize",
    showTips: false,
    locale: state.spec.locale.name,
    locales: { [state.spec.locale.name]: { dictionary: {}, format: state.spec.locale.format } },
    modeBarButtons: [
      [
        { name: "png", title: "Download as PNG", icon: plotly.Icons.camera, click: save("png") },
        { name: "svg", title: "Download as SVG", icon: SVG_ICON, click: save("svg") },
      ],
    ],
  };
}

function rangeButtons(box, state) {
  const [first, last] = state.spec.layout.xaxis?.range ?? [];
  const choices = state.spec.ranges ? YEAR_RANGES.filter((years) => yearsBefore(last, years) > first) : [];
  box.replaceChildren();
  box.hidden = choices.length === 0;
  for (const years of [...choices, null]) {
    const zoom = years === null ? null : [yearsBefore(last, years), last];
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = years === null ? "All" : `${years}Y`;
    button.setAttribute("aria-pressed", String((state.zoom?.join() ?? null) === (zoom?.join() ?? null)));
    button.onclick = () => setZoom(state, zoom, null);
    box.appendChild(button);
  }
}

function setZoom(state, x, y) {
  state.zoom = x;
  state.zoomY = y;
  redraw(state);
}

function listen(plot, state) {
  plot.on("plotly_relayout", (change) => {
    const from = change["xaxis.range[0]"] ?? change["xaxis.range"]?.[0];
    const to = change["xaxis.range[1]"] ?? change["xaxis.range"]?.[1];
    const y = change["yaxis.range"] ?? (change["yaxis.range[0]"] !== undefined ? [change["yaxis.range[0]"], change["yaxis.range[1]"]] : null);
    if (from !== undefined) setZoom(state, [String(from).slice(0, 10), String(to).slice(0, 10)], y);
    else if (y) setZoom(state, state.zoom, y);
    else if (change["xaxis.autorange"] || change["yaxis.autorange"]) setZoom(state, null, null);
  });
  new ResizeObserver(() => {
    if (plot.clientWidth && plot.clientWidth !== state.width) redraw(state);
  }).observe(plot);
}

/* ---- hovers: Plotly writes -0.8%; people read −0.8 % ---- */
function typeset(text) {
  return text.replace(/(^|[\s(:])-(?=[^\s\w]?\d)/g, "$1\u2212").replace(/(\d)%/g, "$1\u202f%");
}

function typesetHovers(state) {
  const layer = state.plot.querySelector(".hoverlayer");
  if (!layer || layer === state.hovers) return;
  state.hovers = layer;
  new MutationObserver(() => {
    const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const set = typeset(node.data);
      if (set !== node.data) node.data = set;
    }
  }).observe(layer, { childList: true, subtree: true, characterData: true });
}

/* ---- drawing ---- */
/* On a phone the figures of many cells would lie over each other; colour and touch tell them. */
const uncrowded = (trace) => (trace.x?.length > trace.meta?.most_on_a_phone ? { ...trace, texttemplate: "" } : trace);

async function redraw(state) {
  const { plot, host, spec } = state;
  const plotly = await loadPlotly();
  if (state.spec !== spec || !plot.isConnected) return;
  const width = plot.clientWidth;
  const narrow = width < NARROW;
  state.width = width;
  let layout = { ...themed(structuredClone(spec.layout), host), width, autosize: false }; // Plotly writes into what it is given
  if (!layout.meta?.table) layout = labelled(zoomed(layout, state), narrow, spec.data);
  rangeButtons(state.buttons, state);
  const data = narrow ? spec.data.map(uncrowded) : spec.data;
  await plotly.react(plot, data, layout, configuration(plotly, state));
  if (!state.listening) {
    state.listening = true;
    listen(plot, state);
  }
  typesetHovers(state);
  host.dataset.drawn = String(Number(host.dataset.drawn ?? 0) + 1);
}

export default function (component) {
  const host = component.parentElement.querySelector(".ys-chart");
  if (!host || !component.data) return;
  const spec = JSON.parse(new TextDecoder().decode(component.data));
  const plot = host.querySelector(".ys-plot");
  const state = states.get(host) ?? { host, plot, buttons: host.querySelector(".ys-ranges"), zoom: null, zoomY: null };
  states.set(host, state);
  if (state.spec && state.spec.revision !== spec.revision) state.zoom = state.zoomY = null;
  state.spec = spec;
  plot.style.height = `${spec.layout.height}px`;
  plot.setAttribute("aria-label", spec.title);
  host.querySelector(".ys-summary").textContent = spec.summary;
  redraw(state).then(
    () => host.classList.remove("ys-missing"),
    () => host.classList.add("ys-missing"),
  );
  return () => {
    if (window.Plotly && state.listening) window.Plotly.purge(plot);
    states.delete(host);
  };
}
