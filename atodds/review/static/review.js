// The review app's behaviour: cards filled in place, keys, saving without leaving the page, news from other reviewers.
"use strict";
(function () {
  const $ = (selector, root) => (root || document).querySelector(selector);
  const $$ = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const list = $("#cards");
  const cards = () => $$("#cards > .card");
  const writable = document.body.dataset.writable === "yes";
  let current = $(".card.current");
  let seen = Number(document.body.dataset.lines);

  function news(words) {
    const line = $("#news");
    line.textContent = words;
    line.hidden = !words;
  }
  function trouble(words) {
    const line = $("#trouble");
    line.textContent = words;
    line.hidden = !words;
  }
  function headOf(card) {
    return $("summary", card) || $(".card-head", card);
  }
  function applyHeads(heads) { // markup of our own server, escaped there
    Object.entries(heads).forEach(([id, head]) => {
      cards().filter((card) => card.dataset.id === id).forEach((card) => { headOf(card).innerHTML = head; });
    });
  }
  function showProgress(progress) {
    if (!progress || !$("#progress-words")) return;
    $("#progress-words").textContent = progress.words;
    $("progress").value = progress.done;
  }

  // --- cards
  async function fill(card, again) {
    if (!list || (card.dataset.filled && !again)) return;
    const details = card.querySelector(":scope > details");
    if (!details) return;
    card.dataset.filled = "yes";
    const answer = await fetch("/card/" + encodeURIComponent(card.dataset.id));
    if (!answer.ok) { trouble("This card could not be loaded (" + answer.status + ")."); return; }
    const holder = document.createElement("div");
    holder.className = "loaded";
    holder.innerHTML = await answer.text();
    $$(":scope > :not(summary)", details).forEach((element) => element.remove());
    details.append(holder);
    showCopyButtons(holder);
    return holder;
  }
  function showCopyButtons(root) {
    $$("button.copy", root).forEach((button) => { button.hidden = false; });
  }
  list?.addEventListener("toggle", (event) => {
    const card = event.target.parentElement;
    if (event.target.open && card.classList.contains("card")) fill(card);
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) { navigator.clipboard?.writeText(button.dataset.copy); button.textContent = "Copied"; return; }
    const card = event.target.closest(".card");
    if (card) select(card, false);
  });
  function select(card, move) {
    current?.classList.remove("current");
    current = card;
    card.classList.add("current");
    if (!move) return;
    card.scrollIntoView({ block: "nearest" });
    $("summary", card)?.focus({ preventScroll: true });
  }
  function step(by, quietly) {
    const all = cards();
    if (!all.length) return;
    if (all[0].classList.contains("alone")) { $(by > 0 ? 'a[rel="next"]' : 'a[rel="prev"]')?.click(); return; }
    const at = all.indexOf(current) + by;
    if (at >= all.length || (at < 0 && current)) { if (by > 0 && !quietly) news("That was the last one on this page."); return; }
    select(all[Math.max(at, 0)], true);
  }

  // --- saving
  async function send(address, fields) {
    trouble("");
    try {
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" } });
      const result = (answer.headers.get("content-type") || "").includes("json") ? await answer.json() : { error: await answer.text() };
      if (!answer.ok) { trouble("Not saved. " + result.error); return null; }
      return result;
    } catch {
      trouble("Not saved: the app does not answer. Is it still running?");
      return null;
    }
  }
  function entries(form) {
    return Array.from(new FormData(form).entries()).filter(([, value]) => typeof value === "string");
  }
  async function save(card, address, fields) {
    card.classList.add("saving");
    const result = await send(address, fields);
    card.classList.remove("saving");
    if (!result) return false;
    seen = result.lines;
    applyHeads(result.heads);
    showProgress(result.progress);
    if (card.classList.contains("alone")) { location.reload(); return result; }
    if (card.dataset.filled) await fill(card, true);
    news(result.words);
    return result;
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const card = form.closest(".card");
    if (!card || !form.matches(".decide, .undo, .comment, .assign")) return;
    event.preventDefault();
    const fields = entries(form);
    if (event.submitter?.name) fields.push([event.submitter.name, event.submitter.value]);
    save(card, form.getAttribute("action"), fields);
  });
  // The form of the first finding about the fact that nobody has judged; of the first where all are.
  function formOf(card) {
    return $(".finding.undecided form.decide", card) || $("form.decide", card);
  }
  async function decide(card, decision, all) {
    if (!writable) return;
    const form = formOf(card);
    const fields = form ? entries(form).filter(([name]) => name !== "pick") : [["id", card.dataset.id]];
    fields.push(["decision", decision]);
    if (all) fields.push(["pick", "all"]); else if (!form) fields.push(["pick", "next"]);
    const result = await save(card, "/decide", fields);
    if (result && !card.classList.contains("alone") && !result.left?.[card.dataset.id]) step(1, true);
  }
  async function explain(card) {
    if (!writable) return;
    const details = card.querySelector(":scope > details");
    if (details && !details.open) details.open = true;
    await fill(card);
    const form = formOf(card);
    if (!form) return;
    const around = form.closest("details");
    if (around) around.open = true;
    const choice = $("select[name=category]", form);
    if (choice && (choice.value || $("input[name=reason]", form).value)) decide(card, "explained");
    else { choice?.focus(); news("Choose the kind of explanation, then press Explain."); }
  }

  // --- keys
  const byKey = { c: "confirmed", d: "dismissed", f: "fixed" };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("input, select")) event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog[open]")) return;
    const key = event.key;
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "/" && $("#filters")) { event.preventDefault(); $("#filters input[name=q]").focus(); }
    else if (key === "?") $("#help").showModal();
    else if (key === "n" || key === "p") $('a[data-key="' + key + '"]')?.click();
    else if (!current) return;
    else if (byKey[key.toLowerCase()]) decide(current, byKey[key.toLowerCase()], key !== key.toLowerCase());
    else if (key === "e") explain(current);
    else if (key === "u" && writable) save(current, "/undo", [["id", current.dataset.id], ["pick", "last"]]);
    else if (key === "o") { const link = $('a[data-key="o"]', current); location.href = link ? link.href : "/compare/" + encodeURIComponent(current.dataset.id); }
  });

  // --- what others do
  async function listen() {
    if (document.hidden) return;
    try {
      const answer = await fetch("/changes?since=" + seen, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const result = await answer.json();
      if (result.lines !== seen) {
        seen = result.lines;
        applyHeads(result.heads);
        showProgress(result.progress);
        const other = Object.keys(result.heads).length;
        if (other) news(result.who.join(", ") + " changed " + (other === 1 ? "one card." : other + " cards."));
      }
    } catch { /* the next call will tell */ }
  }
  if (list) setInterval(listen, 3000);

  $$(".pane .text").forEach((pane) => { const here = $(".chosen", pane); if (here) pane.scrollTop = here.offsetTop - pane.offsetTop - pane.clientHeight / 2; });
  $("#filters")?.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") event.currentTarget.requestSubmit(); });
  showCopyButtons(document);
  document.documentElement.dataset.ready = "yes";
})();
