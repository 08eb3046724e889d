/* The interactive map: takes the place of the server's drawing once its data are there. It knows
   places, layers and the chosen zone; what lies beside it is the business of map-page.js. Names only
   ever enter as text, never as HTML. */
(() => {
  "use strict";

  const WHOLE = [[5.6, 92], [28.6, 111.5]];
  const LIMITS = [[-4, 76], [38, 128]];
  const MOST_ZOOM = 11;
  const loaded = new Map();
  const { Ground, Signs, Names, zoneOf, project } = window.zoneMap;

  const load = (url) => {
    if (!loaded.has(url)) {
      loaded.set(url, fetch(url, { credentials: "same-origin" }).then((answer) => {
        if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
        return answer.json();
      }));
      loaded.get(url).catch(() => loaded.delete(url));
    }
    return loaded.get(url);
  };

  const gateOf = ([key, name, lon, lat, kind, state, isMain]) => {
    const { x, y } = project(lon, lat);
    return { key, name, kind, state, isMain, x, y };
  };

  const leaflet = (box) => {
    const map = L.map(box, {
      minZoom: 4, maxZoom: MOST_ZOOM, zoomSnap: 0.25, maxBounds: LIMITS, maxBoundsViscosity: 0.8,
      zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false,
      wheelPxPerZoomLevel: 120, keyboard: true, trackResize: true,
    });
    L.control.attribution({ prefix: false }).addAttribution("Natural Earth, GeoNames").addTo(map);
    L.control.scale({ position: "bottomright", imperial: false, maxWidth: 90 }).addTo(map);
    return map;
  };

  class WorkingMap {
    /* `events`: moved(state), chosen(key), gathered(zones), gate(gate) */
    constructor(element, events) {
      this.element = element;
      this.events = events;
      this.words = JSON.parse(element.dataset.words);
      this.look = { by: "status", sector: -1, layers: new Set(), selected: "" };
      this.isMovedByHand = false;
    }

    /* The drawing stays until zones and ground are there; towns and corridors may come later. */
    async start(look, at) {
      const { dataset } = this.element;
      const [{ zones }, ground] = await Promise.all([load(dataset.feed), load(dataset.basemap)]);
      const box = document.createElement("div");
      box.className = "zone-map";
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", this.words.keys);
      this.element.querySelector(".frame").replaceChildren(box);
      this.map = leaflet(box);
      this.ground = new Ground(ground).addTo(this.map);
      this.names = new Names({ names: this.words.names, language: dataset.language }).addTo(this.map);
      this.signs = new Signs({
        letters: this.words.letters,
        onZone: (key) => this.events.chosen(key),
        onCrowd: (crowd) => this.comeNearer(crowd),
        onGate: (gate) => this.events.gate(gate),
        onDrawn: (signs) => this.names.draw(signs),
      });
      if (at) this.goTo(at);
      else this.map.fitBounds(WHOLE, { animate: false });
      this.signs.addTo(this.map);
      this.setLook(look);
      this.setZones(zones, { stays: Boolean(at) });
      this.isMovedByHand = Boolean(at);
      requestAnimationFrame(() => performance.mark("map drawn")); // tests/bench/map.py asks how soon
      this.map.on("moveend", () => this.#moved());
      for (const act of ["wheel", "dblclick", "touchmove", "mousedown", "keydown"])
        box.addEventListener(act, () => { this.isMovedByHand = true; }, { passive: true });
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.ground.redraw());
      new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(box);
      load(dataset.corridors).then((data) => this.#setConnections(data), () => {});
      load(dataset.towns).then(({ towns }) => this.names.setTowns(towns), () => {});
    }

    /* The zones of a feed; the others stay as faint points. */
    async follow(feed) {
      if (feed === this.feed) return;
      this.feed = feed;
      const { zones } = await load(feed);
      if (this.feed === feed) this.setZones(zones, { stays: this.isMovedByHand });
    }

    setZones(rows, { stays }) {
      const zones = rows.map(zoneOf);
      this.signs.setZones(zones);
      const points = zones.map(({ lat, lon }) => [lat, lon]);
      const isSeen = points.some((point) => this.map.getBounds().contains(point));
      const isPart = this.element.dataset.all !== (this.feed || this.element.dataset.feed).replace(/\?$/, "");
      if (points.length && (!stays || !isSeen))
        this.map.fitBounds(isPart ? points : WHOLE, { maxZoom: 8, padding: [48, 48], animate: false });
      if (isPart) load(this.element.dataset.all).then((all) => this.#setOff(all.zones, zones), () => {});
      else this.ground.setOff([]);
    }

    #setOff(all, zones) {
      const keys = new Set(zones.map(({ key }) => key));
      this.ground.setOff(all.filter(([key]) => !keys.has(key)).map(([, , lon, lat]) => project(lon, lat)));
    }

    #setConnections({ corridors, gateways }) {
      this.corridors = corridors;
      this.ground.setCorridors(corridors);
      this.signs.gates = gateways.map(gateOf);
      this.setLook(this.look);
    }

    setLook({ by, of, layers, selected }) {
      this.look = { by, of, layers, selected };
      const showsCorridors = layers.has("corridors");
      if (this.ground.showsCorridors !== showsCorridors) {
        this.ground.showsCorridors = showsCorridors;
        this.ground.redraw();
      }
      if (this.corridors) this.names.setCorridors(this.corridors, showsCorridors);
      this.signs.show({ by, sector: this.words.sectors.indexOf(of), layers, selected });
    }

    hover(key) { this.signs.show({ hovered: key }); }

    find(key) { return this.signs.zones.find((zone) => zone.key === key); }

    /* Bring the zone into view, beside what covers the foot of the map. */
    show(key, covered = 0) {
      const zone = this.find(key), at = zone && [zone.lat, zone.lon];
      if (!zone) return;
      if (!this.map.getBounds().contains(at)) this.map.setView(at, Math.max(this.map.getZoom(), 7), { animate: false });
      this.map.panInside(at, { paddingTopLeft: [60, 70], paddingBottomRight: [60, covered + 50], animate: false });
    }

    comeNearer(zones) {
      const bounds = L.latLngBounds(zones.map(({ lat, lon }) => [lat, lon]));
      this.isMovedByHand = true;
      const isOnePlace = this.map.getZoom() >= MOST_ZOOM || bounds.getNorthEast().equals(bounds.getSouthWest(), 0.002);
      if (isOnePlace) this.events.gathered(zones);
      else this.map.fitBounds(bounds, { maxZoom: MOST_ZOOM, padding: [60, 60], animate: false });
    }

    zoom(by) {
      this.isMovedByHand = true;
      this.map.setZoom(this.map.getZoom() + by, { animate: false });
    }

    whole() {
      this.map.fitBounds(WHOLE, { animate: false });
      this.isMovedByHand = false;
      this.#moved();
    }

    goTo([lat, lon, zoom]) { this.map.setView([lat, lon], zoom, { animate: false }); }

    #moved() {
      const { lat, lng } = this.map.getCenter(), bounds = this.map.getBounds();
      const at = `${lat.toFixed(3)},${lng.toFixed(3)},${this.map.getZoom()}`;
      const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      this.events.moved(this.isMovedByHand ? at : "", box.map((degree) => degree.toFixed(2)).join());
    }
  }

  Object.assign(window.zoneMap, { WorkingMap, load });
})();
