/* The interactive map: takes the place of the server's plate inside #zone-map once its data are
   there, and follows the list when htmx swaps it. Names only ever enter as text, never as HTML. */
(() => {
  "use strict";

  const WHOLE = [[5.2, 91.3], [29.7, 112.9]];
  const LIMITS = [[-2, 80], [36, 124]];
  const TOWNS_FROM = [5, 6, 7.5]; // zoom by rank of the town
  const GATEWAYS_FROM = 7;
  const KINDS = {
    operational: "spot", planned: "spot spot--plan", under_construction: "spot spot--plan",
    suspended: "spot spot--none", unknown: "spot spot--none",
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const loaded = new Map();
  let live = null; // { element, feed, map, zones }

  const load = (url) => {
    if (!loaded.has(url)) {
      loaded.set(url, fetch(url).then((answer) => {
        if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
        return answer.json();
      }));
      loaded.get(url).catch(() => loaded.delete(url));
    }
    return loaded.get(url);
  };

  const node = (tag, className, text = "") => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const icon = (className, size, html = "") =>
    L.divIcon({ className, html, iconSize: [size, size], popupAnchor: [0, -size / 3] });

  const lines = (features) => ({
    type: "MultiLineString",
    coordinates: features.flatMap(({ geometry: { type, coordinates } }) =>
      type === "LineString" ? [coordinates] : coordinates),
  });

  const drawGround = (map, topology) => {
    const layer = (name) => topojson.feature(topology, topology.objects[name]).features;
    const add = (data, className) =>
      L.geoJSON(data, { interactive: false, style: { className } }).addTo(map);
    const six = ({ properties: { name, six } }) => six && name !== "China";
    const countries = layer("countries");
    add(countries.filter((country) => !six(country)), "ground-beyond");
    add([...countries.filter(six), ...layer("cnprov")], "ground-land");
    add(lines(layer("provlines")), "ground-inner");
    add(layer("lakes"), "ground-lake");
    add(lines(layer("rivers")), "ground-stream");
  };

  const drawTowns = (map, towns, language) => {
    map.createPane("towns").classList.add("pane-towns");
    const ranks = TOWNS_FROM.map(() => L.layerGroup());
    for (const [lon, lat, rank, names] of towns) {
      const label = node("span", "town", names[language] || names.en);
      L.marker([lat, lon], {
        pane: "towns", interactive: false, keyboard: false, icon: icon(`towns-${rank}`, 6, label),
      }).addTo(ranks[rank]);
    }
    showFrom(map, ranks.map((group, rank) => [group, TOWNS_FROM[rank]]));
  };

  const drawCorridors = (map, { corridors, gateways }) => {
    for (const { name, line } of corridors) {
      L.polyline(line.map(([lon, lat]) => [lat, lon]), { className: "corridor", smoothFactor: 1.5 })
        .bindTooltip(node("span", "", name), { sticky: true })
        .addTo(map);
    }
    const group = L.layerGroup();
    for (const [, name, lon, lat, kind] of gateways) {
      L.marker([lat, lon], { keyboard: false, icon: icon(`gateway gateway--${kind}`, 9) })
        .bindTooltip(node("span", "", name))
        .addTo(group);
    }
    showFrom(map, [[group, GATEWAYS_FROM]]);
  };

  const showFrom = (map, layers) => {
    const update = () => {
      for (const [layer, zoom] of layers) {
        if (map.getZoom() >= zoom) layer.addTo(map);
        else layer.remove();
      }
    };
    map.on("zoomend", update);
    update();
  };

  const popup = ([key, name, , , status, marks = []], words) => {
    const box = node("div", "zone-popup");
    const link = node("a", "", name);
    link.href = words.zoneUrl.replace("KEY", encodeURIComponent(key));
    box.append(link, node("span", "quiet", words[`status-${status}`] || ""));
    for (const [kind, text, url] of marks) {
      const mark = node("a", kind, text);
      mark.href = url;
      box.append(mark);
    }
    return box;
  };

  const drawZones = (zones, words) => {
    const group = L.markerClusterGroup({
      maxClusterRadius: 56, showCoverageOnHover: false, animate: false,
      spiderLegPolylineOptions: { className: "spider-leg" },
      iconCreateFunction: (crowd) => {
        const count = crowd.getChildCount();
        const label = node("span", "", String(count));
        label.append(node("span", "vh", ` ${words.zones}`));
        return icon("pin pin--crowd", 26 + 4 * String(count).length, label);
      },
    });
    group.addLayers(zones.map((zone) => {
      const [, name, lon, lat, status] = zone;
      return L.marker([lat, lon], { title: name, icon: icon(KINDS[status] || KINDS.unknown, 24) })
        .bindPopup(() => popup(zone, words), { maxWidth: 220 });
    }));
    return group;
  };

  const wordsOf = ({ dataset }) => ({
    zoneUrl: dataset.zoneUrl,
    zones: dataset.labelZones,
    close: dataset.labelClose,
    "status-operational": dataset.labelOperational,
    "status-planned": dataset.labelPlanned,
    "status-under_construction": dataset.labelUnderConstruction,
    "status-suspended": dataset.labelSuspended,
    "status-unknown": dataset.labelUnknown,
  });

  const makeMap = (element, words) => {
    const { dataset } = element;
    const box = node("div", "zone-map");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", dataset.labelMap);
    (element.querySelector(".frame") || element).replaceChildren(box);
    const map = L.map(box, {
      minZoom: 4, maxZoom: 10, zoomSnap: 0.25, maxBounds: LIMITS, maxBoundsViscosity: 0.8,
      scrollWheelZoom: false, zoomControl: false, attributionControl: false,
      renderer: L.svg({ padding: 0.4 }),
      zoomAnimation: false, /* its timer outlives a map that htmx has replaced */ fadeAnimation: !calm, markerZoomAnimation: !calm,
    });
    L.control.zoom({ zoomInTitle: dataset.labelNearer, zoomOutTitle: dataset.labelFarther }).addTo(map);
    L.control.attribution({ prefix: false }).addAttribution("Natural Earth, GeoNames").addTo(map);
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    map.on("popupopen", ({ popup: open }) =>
      open.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", words.close));
    map.fitBounds(WHOLE);
    return map;
  };

  const showZones = (zones, words) => {
    live.zones?.remove();
    live.zones = drawZones(zones, words).addTo(live.map);
    if (zones.length) live.map.fitBounds(live.zones.getBounds(), { maxZoom: 8, padding: [24, 24] });
  };

  /* The plate stays until feed and ground are there; towns and corridors may come later or never. */
  const start = async (element) => {
    const { dataset } = element;
    const words = wordsOf(element);
    const feed = feedOf(element);
    const [{ zones }, ground] = await Promise.all([load(feed), load(dataset.basemap)]);
    if (!element.isConnected || feed !== feedOf(element)) return;
    live?.map.remove();
    live = { element, feed, map: makeMap(element, words), zones: null };
    const { map } = live;
    drawGround(map, ground);
    showZones(zones, words);
    load(dataset.corridors).then((data) => live?.map === map && drawCorridors(map, data), () => {});
    load(dataset.towns).then(({ towns }) => live?.map === map && drawTowns(map, towns, dataset.language), () => {});
  };

  const refresh = async (element) => {
    const feed = feedOf(element);
    if (feed === live.feed) return;
    live.feed = feed;
    const { zones } = await load(feed);
    if (live.feed === feed) showZones(zones, wordsOf(element));
  };

  /* A swapped list may carry the feed of its own zones: data-map-feed anywhere on the page. */
  const feedOf = (element) =>
    document.querySelector("[data-map-feed]")?.dataset.mapFeed || element.dataset.feed;

  const follow = () => {
    const element = document.getElementById("zone-map");
    if (!element) return;
    const work = live?.element === element ? refresh(element) : start(element);
    work.catch((error) => console.warn("The map keeps its last state:", error.message));
  };

  follow();
  document.addEventListener("htmx:afterSwap", follow);
})();
