/* The page of the map: list and map know each other, the address says what is on show, and Back
   and Forward bring it back. Without this script the same links and the same form do it. */
(() => {
  "use strict";

  const { WorkingMap, Card, listed } = window.zoneMap;
  const PAUSE = 300; // ms after a move until the list follows
  const $ = (query, within = document) => within?.querySelector(query);
  const element = $("#zone-map"), column = $("#map"), form = $("#directory");
  if (!element) return;
  let map = null, box = "", asked = 0, timer = 0, cameFrom = "";

  /* The address and what it says. */
  const address = () => new URL(location.href);
  const stateOf = (url) => {
    const query = url.searchParams, layers = query.getAll("layer");
    const at = (query.get("at") || "").split(",").map(Number);
    return {
      at: at.length === 3 && at.every(Number.isFinite) ? at : null,
      selected: query.get("select") || "",
      by: query.get("by"), of: query.get("of"), layers: layers.length ? layers : null,
    };
  };
  const filtersOf = (url) => {
    const query = new URLSearchParams(url.search);
    for (const name of ["at", "box", "select", "by", "of", "layer", "page"]) query.delete(name);
    return query.toString();
  };
  const go = (change, { pushes }) => {
    const url = address();
    change(url.searchParams);
    url.searchParams.delete("box");
    if (url.href === location.href) return;
    if (pushes) history.pushState({ map: true }, "", url);
    else history.replaceState(history.state, "", url);
  };
  const keep = (name, value) => { // for the form, which htmx sends
    const input = document.getElementById(`map-${name}`);
    if (!input) return;
    input.value = value;
    input.disabled = !value;
  };

  /* Layers: fields of the form that this page follows at once. */
  const layers = $(".layers", element);
  const look = () => ({
    by: $("[name=by]:checked", layers).value,
    of: $("[name=of]", layers).value,
    layers: new Set([...layers.querySelectorAll("[name=layer]:checked")].map(({ value }) => value)),
    selected: stateOf(address()).selected,
  });
  const follow = () => {
    column.dataset.by = look().by;
    map?.setLook(look());
  };
  /* Which kinds of gateways the layers leave out stands in words on the map. */
  const tellHidden = () => {
    const off = $(".map-off", element);
    const shown = look().layers;
    let hidden = 0;
    for (const kind of off.querySelectorAll("[data-kind]")) {
      kind.hidden = shown.has(kind.dataset.kind);
      hidden += !kind.hidden;
    }
    off.hidden = !hidden;
  };
  /* On a phone the list slides over the map, which stays behind it. */
  const isCovered = () => $("#results").getBoundingClientRect().top < element.getBoundingClientRect().bottom - 40;
  const onLayers = (event) => {
    event.stopPropagation();
    tellHidden();
    const { by, of, layers: names } = look();
    go((query) => {
      query.set("by", by);
      query.set("of", of);
      query.delete("layer");
      for (const name of ["none", ...names]) query.append("layer", name);
    }, { pushes: true });
    follow();
  };
  const setFields = ({ by, of, layers: names }) => {
    const usual = { by: "status", names: ["corridors", "seaport", "border_crossing"] };
    const shown = names || usual.names;
    for (const radio of layers.querySelectorAll("[name=by]")) radio.checked = radio.value === (by || usual.by);
    for (const tick of layers.querySelectorAll("[type=checkbox]")) tick.checked = shown.includes(tick.value);
    if (of) $("[name=of]", layers).value = of;
    tellHidden();
  };

  /* The chosen zone: its card on the map, its row in the list. */
  const words = JSON.parse(element.dataset.words);
  const card = new Card(element, words);
  const rowOf = (key) => (key ? document.getElementById(`row-${key}`) : null);
  const mark = (key) => {
    for (const row of document.querySelectorAll(".mline.is-on")) row.classList.remove("is-on");
    rowOf(key)?.classList.add("is-on");
  };
  const choose = (key, { pushes = true, takesFocus = false, moves = false } = {}) => {
    if (pushes) go((query) => query.set("select", key), { pushes: true });
    keep("select", key);
    if (moves) map.show(key);
    follow();
    mark(key);
    card.show(key, { takesFocus }).then(() => {
      if (stateOf(address()).selected === key) map.show(key, card.height);
    });
    if (!rowOf(key)) renewList();
    else if (!takesFocus && matchMedia("(min-width: 62rem)").matches)
      rowOf(key).scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  const close = ({ pushes = true } = {}) => {
    const hadFocus = card.box.contains(document.activeElement);
    if (pushes) go((query) => query.delete("select"), { pushes: true });
    keep("select", "");
    card.close();
    mark("");
    follow();
    if (hadFocus) ($(".choose", document.getElementById(cameFrom)) || $("#results")).focus({ preventScroll: true });
    cameFrom = "";
  };

  /* The list: the zones of the part that is on the map. */
  const renewList = async () => {
    clearTimeout(timer);
    const url = address();
    url.hash = "";
    url.searchParams.delete("page");
    if (box && map.isMovedByHand) url.searchParams.set("box", box);
    const wanted = (renewList.wanted = url.href);
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const results = $("#results"), made = page.getElementById("results");
      if (renewList.wanted !== wanted || !made || !results) return;
      const focused = results.contains(document.activeElement) ? document.activeElement.closest("[data-key]")?.id : "";
      results.replaceChildren(...made.childNodes);
      mark(stateOf(address()).selected);
      if (focused) $(".choose", document.getElementById(focused) || results)?.focus({ preventScroll: true });
    } catch { /* the list keeps its last state */ }
  };
  const onMoved = (at, bounds) => {
    box = bounds;
    keep("at", at);
    go((query) => {
      query.delete("page");
      if (at) query.set("at", at);
      else query.delete("at");
    }, { pushes: false });
    clearTimeout(timer);
    timer = setTimeout(renewList, PAUSE);
  };

  const onPress = (event) => {
    const link = event.target.closest?.(".choose, [data-choose], .zoom a, .popup .close");
    if (!link || !map?.signs || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.matches(".nearer")) map.zoom(1);
    else if (link.matches(".farther")) map.zoom(-1);
    else if (link.matches(".whole")) map.whole();
    else if (link.matches(".close")) close();
    else {
      const row = link.closest("[data-key]");
      cameFrom = row?.id || cameFrom;
      choose(row?.dataset.key || link.dataset.choose, { takesFocus: true, moves: true });
      if (row && isCovered()) $("#found").scrollIntoView({ behavior: "instant" });
    }
  };
  const onHover = ({ target }) => map?.signs && map.hover(target.closest?.(".mline")?.dataset.key || "");
  const onKey = (event) => {
    if (event.key === "Escape" && card.isOpen) close();
    if (event.key === " " && event.target.closest?.(".zoom a, .popup .close, .choose")) onPress(event);
  };

  const onBack = () => {
    const url = address(), state = stateOf(url);
    if (filtersOf(url) !== onBack.filters) {
      window.htmx.ajax("GET", url.pathname + url.search, { target: "#found", swap: "outerHTML" });
      onBack.filters = filtersOf(url);
    }
    setFields(state);
    keep("at", state.at ? state.at.join() : "");
    if (state.at) map.goTo(state.at);
    if (state.selected) choose(state.selected, { pushes: false });
    else close({ pushes: false });
  };
  const onSwapped = () => {
    const feed = $("#found")?.dataset.mapFeed;
    onBack.filters = filtersOf(address());
    if (map?.signs && feed) map.follow(feed).catch(() => {});
    mark(stateOf(address()).selected);
  };

  const start = async () => {
    map = new WorkingMap(element, {
      chosen: (key) => choose(key),
      moved: onMoved,
      ...listed(card, words),
    });
    onBack.filters = filtersOf(address());
    document.addEventListener("click", onPress);
    document.addEventListener("mouseover", onHover);
    document.addEventListener("focusin", onHover);
    document.addEventListener("keydown", onKey);
    layers.addEventListener("change", onLayers);
    document.addEventListener("htmx:afterSwap", onSwapped);
    addEventListener("popstate", (event) => { if (!event.state?.htmx && map.signs) onBack(); });
    const { at, selected } = stateOf(address());
    try {
      await map.start(look(), at);
      column.classList.add("is-live");
      if (selected) map.show(selected, card.height);
    } catch (error) {
      const note = $(".map-says", element);
      note.textContent = words.failed;
      note.hidden = false;
      console.warn("The map stays as the server drew it:", error.message);
    }
  };

  start();
  document.addEventListener("htmx:historyRestore", () => location.reload());
})();
