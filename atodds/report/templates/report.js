// The report's behaviour: cards filled when they open, filters, search, keys, marks. No library, no network.
"use strict";
(function () {
  const $ = (selector, root) => (root || document).querySelector(selector);
  const $$ = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const index = JSON.parse($("#index").textContent);
  const list = $("#cards");
  const cards = $$("#cards > .card");
  const rows = cards.map((element, at) => Object.assign({ element, at, id: element.id.slice(2) }, index.rows[at]));
  const byId = new Map(rows.flatMap((row) => row.findings.map(([id]) => [id, row]))); // a card holds every finding about its fact
  let shown = rows;
  let current = null;

  // --- bodies: in a noscript beside the card, or packed with others in a compressed chunk
  const chunks = new Map();
  function unpack(number) {
    if (!chunks.has(number)) {
      const bytes = Uint8Array.from(atob($("#chunk-" + number).textContent.trim()), (c) => c.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      chunks.set(number, new Response(stream).json());
    }
    return chunks.get(number);
  }
  async function bodyOf(row) {
    const own = $("noscript", row.element);
    if (row.element.dataset.chunk === undefined) return own ? own.textContent : "";
    return (await unpack(row.element.dataset.chunk))[row.id] || "";
  }
  async function fill(row) {
    if (row.filled) return;
    row.filled = true;
    const holder = document.createElement("div");
    holder.innerHTML = await bodyOf(row); // our own markup, escaped when it was written; the page's policy allows no script in it
    row.element.firstElementChild.append(holder);
    $$("button.copy", holder).forEach((button) => (button.hidden = false));
    addActions(row, holder);
    draw(row, holder);
  }
  function addActions(row, holder) {
    $$(".finding", holder).forEach((element) => {
      const id = element.dataset.finding;
      const line = document.createElement("p");
      line.className = "actions";
      const key = row.findings.length === 1;
      line.append(
        action("Confirm" + (key ? " (c)" : ""), () => mark(id, "confirm")),
        action("Dismiss" + (key ? " (d)" : ""), () => mark(id, "dismiss")),
        action("Explain" + (key ? " (e)" : ""), () => mark(id, "explain")),
        action("Copy link", () => copy(location.href.split("#")[0] + "#d-" + id)),
      );
      element.append(line);
    });
  }
  function action(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = words;
    button.addEventListener("click", (event) => { act(); flash(event.target, words); });
    return button;
  }
  function flash(button, words) {
    if (!words.startsWith("Copy")) return;
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = words), 1200);
  }
  function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text).catch(() => copyOldWay(text));
    return copyOldWay(text);
  }
  function copyOldWay(text) { // pages opened from disk have no clipboard interface in some browsers
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  // --- drawing: Vega-Lite in place of the plain drawing, once the first card opens
  let vega = null;
  function loadVega() {
    if (vega === null) {
      const source = $("#vega-bundle");
      vega = new Promise((done) => {
        if (!source) return done(null);
        const script = document.createElement("script");
        script.textContent = source.textContent;
        document.head.append(script);
        done(window.vegaEmbed || null);
      });
    }
    return vega;
  }
  const specs = $("#specs") ? JSON.parse($("#specs").textContent) : {};
  function dayFormat(values) {
    const days = values.flatMap((v) => [v.from || v.low, v.to || v.high]).map((day) => Date.parse(day) / 864e5).filter(Number.isFinite);
    const span = Math.max(...days) - Math.min(...days);
    return "utcFormat(datum.value, '" + (span > 800 ? "%Y" : span > 75 ? "%b %Y" : "%-d %b %Y") + "')";
  }
  function themed(spec, values) {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue("--" + name).trim();
    const text = JSON.stringify(spec).replaceAll('"DAY_LABEL"', () => JSON.stringify(dayFormat(values))).replace(/"var\(--(\w+)\)"/g, (_, name) => JSON.stringify(colour(name)));
    return JSON.parse(text);
  }
  async function draw(row, holder) {
    const data = $(".plot-data", holder);
    const figure = $(".drawing", holder);
    if (!data || !figure) return;
    const plot = JSON.parse(data.textContent);
    await drawIn(figure, specs[plot.kind], plot.readings);
  }
  async function drawIn(figure, spec, values, onClick) {
    const embed = spec && (await loadVega());
    if (!embed) return;
    const target = document.createElement("div");
    target.className = "plot";
    target.setAttribute("role", "img");
    target.setAttribute("aria-label", $(".apparatus", figure)?.getAttribute("aria-label") || "Plot");
    figure.prepend(target);
    try {
      const wide = Math.max(figure.clientWidth - 30, 300);
      let margin = spec.usermeta?.margin || 230;
      if (wide < 480 && values.some((value) => value.row)) { // no room for names: letters, which stand beside the quotes too
        const name = new Map(values.map((value) => [value.row, value.letter + value.row.replace(/[^\u200b]/g, "")]));
        values = values.map((value) => ({ ...value, row: name.get(value.row), copy_row: name.get(value.copy_row) }));
        margin = 190;
      }
      const filled = themed(spec, values);
      filled.datasets = { readings: values };
      filled.width = Math.max(Math.min(filled.width || 640, wide - margin), 90);
      const { view } = await embed(target, filled, { actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true }, logLevel: 1 });
      if (onClick) view.addEventListener("click", (_, item) => item && item.datum && onClick(item.datum));
      $(".apparatus", figure)?.setAttribute("hidden", "");
    } catch (error) {
      target.remove(); // the plain drawing stays
      console.warn("plot not drawn", error);
    }
  }

  // --- filters
  const form = $("#filters");
  const fields = ["verdict", "severity", "type", "subject", "document", "status", "state", "sort", "q"];
  const searchable = new Map();
  let searchReady = null;
  function readySearch() {
    if (!searchReady) {
      searchReady = Promise.all(rows.map(async (row) => {
        const holder = new DOMParser().parseFromString(await bodyOf(row), "text/html");
        $$("script, svg", holder).forEach((element) => element.remove());
        searchable.set(row.id, ($("h3", row.element).textContent + " " + holder.body.textContent).toLowerCase().replace(/\s+/g, " "));
      }));
    }
    return searchReady;
  }
  function fits([, verdict, severity, status, state], chosen) {
    return (!chosen.verdict || verdict === chosen.verdict) && (!chosen.severity || severity >= Number(chosen.severity))
      && (!chosen.status || status === chosen.status) && (!chosen.state || state === chosen.state);
  }
  function wanted(row, chosen, words) {
    if (!row.findings.some((finding) => fits(finding, chosen))) return false;
    if (chosen.type && row.type !== chosen.type) return false;
    if (chosen.subject && row.subject !== chosen.subject) return false;
    if (chosen.document && !row.documents.includes(Number(chosen.document))) return false;
    return words.every((word) => searchable.get(row.id).includes(word));
  }
  function counted(some) {
    const number = (count, noun) => count.toLocaleString("en") + " " + noun + (count === 1 ? "" : "s");
    const findings = some.reduce((sum, row) => sum + row.findings.length, 0);
    const facts = some.length === rows.length ? number(rows.length, "fact") : some.length.toLocaleString("en") + " of " + number(rows.length, "fact");
    return facts + " at odds" + (findings === some.length ? "" : ", " + number(findings, "finding"));
  }
  const orders = {
    gap: (a, b) => b.gap - a.gap,
    sources: (a, b) => b.documents.length - a.documents.length,
    confidence: (a, b) => b.confidence - a.confidence,
    topic: (a, b) => (a.subject || "").localeCompare(b.subject || ""),
  };
  let order = "";
  async function refresh() {
    if (!form) return;
    const chosen = Object.fromEntries(fields.map((name) => [name, form.elements[name]?.value || ""]));
    const words = chosen.q.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length) await readySearch();
    const fitting = new Set(rows.filter((row) => wanted(row, chosen, words)));
    if (chosen.sort !== order) {
      order = chosen.sort;
      const sorted = rows.slice().sort((a, b) => (orders[order] ? orders[order](a, b) : 0) || a.at - b.at);
      list.append(...sorted.map((row) => row.element));
      rows.sort((a, b) => (orders[order] ? orders[order](a, b) : 0) || a.at - b.at);
    }
    rows.forEach((row) => { row.element.hidden = !fitting.has(row); });
    shown = rows.filter((row) => fitting.has(row));
    $(".counted").textContent = counted(shown);
    $("#nothing").hidden = shown.length > 0 || rows.length === 0;
    const kept = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
    const hash = kept.toString();
    if (!location.hash.startsWith("#d-") || hash) history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
  }
  function fromHash() {
    const hash = location.hash.slice(1);
    if (hash.startsWith("d-")) {
      const row = byId.get(decodeURIComponent(hash.slice(2)));
      if (!row) return;
      row.element.hidden = false;
      row.target = hash.slice(2);
      select(row, true);
      // The browser's own jump to the fragment comes later and takes the focus away again.
      if (document.readyState !== "complete") window.addEventListener("load", () => setTimeout(() => select(row, true)), { once: true });
      return;
    }
    if (!form || hash.startsWith("check-") || hash.startsWith("c-")) return;
    const asked = new URLSearchParams(hash);
    fields.forEach((name) => { if (form.elements[name]) form.elements[name].value = asked.get(name) || ""; });
    refresh();
  }

  // --- keys
  function select(row, open) {
    current?.element.classList.remove("current");
    current = row;
    row.element.classList.add("current");
    const details = row.element.firstElementChild;
    if (open) details.open = true;
    row.element.scrollIntoView({ block: "nearest" });
    $("summary", details).focus({ preventScroll: true });
  }
  function step(by) {
    if (!shown.length) return;
    const at = current ? shown.indexOf(current) : -1;
    select(shown[Math.min(Math.max(at + by, 0), shown.length - 1)], false);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("input, select")) event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog[open]")) return;
    const key = event.key;
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "/" && form) { event.preventDefault(); form.elements.q.focus(); }
    else if (key === "?") $("#help").showModal();
    else if (current && decisionOf[key.toLowerCase()]) markNext(current, decisionOf[key.toLowerCase()], key !== key.toLowerCase());
    else if (current && key === "u") unmark(current);
  });

  // --- marks: kept in this browser as commands, since a file cannot save a decision
  const store = "atodds-marks-" + index.run;
  let marks = {};
  try { marks = JSON.parse(localStorage.getItem(store) || "{}"); } catch { marks = {}; }
  function mark(id, decision) {
    if (decision) marks[id] = decision; else delete marks[id];
    try { localStorage.setItem(store, JSON.stringify(marks)); } catch { /* private windows forget */ }
    showMarks();
  }
  const decisionOf = { c: "confirm", d: "dismiss", e: "explain" };
  function markNext(row, decision, all) { // of several findings the one linked to, else the first that nobody has judged or marked
    const open = row.findings.filter(([id, , , status]) => status === "new" && !marks[id]).map(([id]) => id);
    if (all) row.findings.forEach(([id]) => { marks[id] = decision; });
    mark((row.target && !marks[row.target] && row.target) || open[0] || row.id, decision);
  }
  function unmark(row) {
    const marked = row.findings.map(([id]) => id).filter((id) => marks[id]);
    if (marked.length) mark(marked.pop(), null);
  }
  function commands() {
    return Object.entries(marks).map(([id, decision]) => "atodds decide " + id + " --" + decision + ' --reason ""').join("\n");
  }
  function showMarks() {
    $$(".badge.marked").forEach((badge) => badge.remove());
    const ids = Object.keys(marks).filter((id) => byId.has(id));
    new Set(ids.map((id) => byId.get(id))).forEach((row) => {
      const chosen = row.findings.map(([id]) => marks[id]).filter(Boolean);
      new Set(chosen).forEach((decision) => {
        const badge = document.createElement("span");
        const count = chosen.filter((other) => other === decision).length;
        badge.className = "badge marked";
        badge.textContent = (row.findings.length > 1 ? count + " of " + row.findings.length + " " : "") + "marked: " + decision;
        $(".badges", row.element).append(badge);
      });
      $$(".finding", row.element).forEach((element) => element.classList.toggle("is-marked", Boolean(marks[element.dataset.finding])));
    });
    $("#tray").hidden = ids.length === 0;
    $("#tray .count").textContent = ids.length === 1 ? "One mark, not yet a decision." : ids.length + " marks, not yet decisions.";
    $("#tray pre").textContent = commands();
  }
  $("#tray .copy-commands").addEventListener("click", () => copy(commands()));
  $("#tray .forget").addEventListener("click", () => { Object.keys(marks).forEach((id) => delete marks[id]); localStorage.removeItem(store); showMarks(); });

  // --- wiring
  list.addEventListener("toggle", (event) => {
    const element = event.target.parentElement;
    if (!event.target.open || !element.classList.contains("card")) return;
    fill(byId.get(element.id.slice(2)));
  }, true);
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) { copy(button.dataset.copy); flash(button, "Copy citation"); return; }
    const element = event.target.closest(".card");
    if (element) { current?.element.classList.remove("current"); current = byId.get(element.id.slice(2)); element.classList.add("current"); }
  });
  if (form) {
    form.hidden = false;
    let waiting = 0;
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refresh, 120); });
    form.addEventListener("reset", () => setTimeout(refresh));
    form.addEventListener("submit", (event) => { event.preventDefault(); refresh(); });
  }
  window.addEventListener("hashchange", fromHash);
  window.addEventListener("beforeprint", () => shown.slice(0, 200).forEach((row) => { row.element.firstElementChild.open = true; }));
  fromHash();
  if (form && !$(".counted").textContent) refresh();
  showMarks();
  const overview = $("#overview");
  if (overview && specs.overview) {
    const values = rows.map((row) => ({ id: row.id, sources: row.documents.length, gap: row.gap, verdict: row.findings[0][1], topic: $("h3", row.element).textContent }));
    const drawn = () => drawIn(overview, specs.overview, values.filter((row) => row.gap > 0), (datum) => { location.hash = "d-" + datum.id; });
    const later = () => { if (window.requestIdleCallback) requestIdleCallback(drawn, { timeout: 4000 }); else setTimeout(drawn, 500); };
    const around = overview.closest("details");
    if (around.open) later(); else around.addEventListener("toggle", later, { once: true });
  }
  document.documentElement.dataset.ready = "yes";
})();
