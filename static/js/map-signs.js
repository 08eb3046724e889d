/* Zones and gateways on the map: gathered where they are too near each other, pushed aside where
   they would cover a number. Each is a button that the keyboard passes over: the list is its way. */
(() => {
  "use strict";

  const STATES = { operational: "", planned: "spot--plan", under_construction: "spot--plan" };
  const RADII = { s0: 6.5, s1: 5.5, s2: 8, s3: 10.5, s4: 14 };
  const ALONE = 8, SIDE = 8; // half of a point, of a square
  const OPEN = ["", " gate--shut", " gate--later"];
  const GATES_FROM = 6.5; // zoom; from farther away the main ones alone
  const AWAY = 26; // pixels that a square may be pushed
  const { project } = window.zoneMap;

  const zoneOf = ([key, name, lon, lat, state, area, sectors]) => {
    const { x, y } = project(lon, lat);
    return { key, name, lon, lat, state, area, sectors, x, y };
  };

  /* Crowds of the zones at a zoom: each joins the nearest that starts within reach of it. */
  const gather = (zones, zoom) => {
    const reach = (zoom < 7 ? 40 : zoom < 9 ? 32 : 22) / 2 ** zoom;
    const cells = new Map(), crowds = [];
    for (const zone of zones) {
      const column = Math.floor(zone.x / reach), row = Math.floor(zone.y / reach);
      let best = null, least = reach;
      for (let i = column - 1; i <= column + 1; i += 1) {
        for (let j = row - 1; j <= row + 1; j += 1) {
          for (const crowd of cells.get(`${i} ${j}`) || []) {
            const away = Math.hypot(crowd.zones[0].x - zone.x, crowd.zones[0].y - zone.y);
            if (away < least) [best, least] = [crowd, away];
          }
        }
      }
      if (best) {
        best.zones.push(zone);
        continue;
      }
      const crowd = { zones: [zone] }, name = `${column} ${row}`;
      crowds.push(crowd);
      if (cells.has(name)) cells.get(name).push(crowd);
      else cells.set(name, [crowd]);
    }
    for (const crowd of crowds) {
      crowd.x = crowd.zones.reduce((sum, { x }) => sum + x, 0) / crowd.zones.length;
      crowd.y = crowd.zones.reduce((sum, { y }) => sum + y, 0) / crowd.zones.length;
    }
    return crowds;
  };

  /* Move what overlaps apart, a few times over; `left` and `top` are pixels. */
  const part = (signs) => {
    for (let round = 0; round < 4; round += 1) {
      for (let i = 0; i < signs.length; i += 1) {
        for (let j = i + 1; j < signs.length; j += 1) {
          const a = signs[i], b = signs[j];
          let dx = b.left - a.left, dy = b.top - a.top;
          const near = a.r + b.r + 1, away = Math.hypot(dx, dy);
          if (away >= near) continue;
          if (!away) [dx, dy] = [1, 0];
          const push = (near - away) / 2 / (away || 1);
          a.left -= dx * push; a.top -= dy * push;
          b.left += dx * push; b.top += dy * push;
        }
      }
    }
  };

  /* A place for a square beside all that is there; none within reach: it waits for a nearer view. */
  const freePlace = (left, top, taken) => {
    const isFree = (x, y) => taken.every((sign) =>
      Math.abs(sign.left - x) > sign.r + SIDE + 1 || Math.abs(sign.top - y) > sign.r + SIDE + 1);
    if (isFree(left, top)) return { left, top };
    for (let far = 8; far <= AWAY; far += 6) {
      for (let turn = 0; turn < 8; turn += 1) {
        const x = left + far * Math.cos(turn * Math.PI / 4), y = top + far * Math.sin(turn * Math.PI / 4);
        if (isFree(x, y)) return { left: x, top: y };
      }
    }
    return null;
  };

  const button = (className, text, title) => {
    const made = document.createElement("button");
    made.type = "button";
    made.tabIndex = -1;
    made.className = className;
    made.textContent = text;
    made.title = title;
    return made;
  };

  const Signs = L.Layer.extend({
    initialize({ letters, onZone, onCrowd, onGate, onDrawn }) {
      Object.assign(this, { letters, onZone, onCrowd, onGate, onDrawn });
      this.zones = [];
      this.gates = [];
      this.look = { by: "status", sector: -1, layers: new Set(), selected: "", hovered: "" };
      this._crowds = new Map();
      this._shown = [];
    },
    onAdd() {
      this._box = L.DomUtil.create("div", "signs", this.getPane("markerPane"));
      L.DomEvent.on(this._box, "click", this._press, this);
      this.draw();
    },
    onRemove() { this._box.remove(); },
    getEvents() { return { moveend: this.draw, zoom: this._place, viewreset: this.draw }; },
    setZones(zones) {
      this.zones = zones;
      this._crowds.clear();
      this.draw();
    },
    /* What the signs look like; `hovered` alone marks what is there already. */
    show(look) {
      const marksAlone = Object.keys(look).every((name) => name === "hovered");
      Object.assign(this.look, look);
      if (marksAlone) this._mark();
      else this.draw();
    },
    /* Once a frame, however often it is asked. */
    draw() {
      this._soon ||= requestAnimationFrame(() => {
        this._soon = 0;
        if (this._map) this._draw();
      });
    },
    _draw() {
      const bounds = this._map.getPixelBounds(), k = 2 ** this._map.getZoom();
      const isSeen = ({ x, y }) => bounds.contains([x * k, y * k]);
      this._shown = this._signsOf(k, isSeen);
      this._box.replaceChildren(...this._shown.map(({ element }) => element));
      this._place();
      this._mark();
      this.onDrawn?.(this._shown);
    },
    _signsOf(k, isSeen) {
      const zoom = this._map.getZoom(), origin = this._map.getPixelOrigin();
      const at = (sign) => ({ left: sign.x * k - origin.x, top: sign.y * k - origin.y });
      if (!this._crowds.has(zoom)) this._crowds.set(zoom, gather(this.zones, zoom));
      const crowds = this._withChosen(this._crowds.get(zoom)).filter(isSeen);
      const signs = crowds.map((crowd) => ({ ...this._sign(crowd), ...crowd, ...at(crowd) }));
      part(signs);
      const taken = [...signs];
      for (const gate of this.gates) {
        if (!this.look.layers.has(gate.kind) || !isSeen(gate) || (zoom < GATES_FROM && !gate.isMain)) continue;
        const { left, top } = at(gate), place = freePlace(left, top, taken);
        if (!place) continue;
        const sign = { gate, ...place, r: SIDE, x: gate.x, y: gate.y };
        const letter = gate.state === 1 ? "" : this.letters[gate.kind];
        sign.element = button(`gate${OPEN[gate.state]}`, letter, gate.name);
        taken.push(sign);
      }
      return taken;
    },
    /* The chosen zone stands alone, and its crowd is one less. */
    _withChosen(crowds) {
      const { selected } = this.look, isChosen = ({ key }) => key === selected;
      return crowds.flatMap((crowd) => {
        const chosen = crowd.zones.length > 1 && crowd.zones.find(isChosen);
        if (!chosen) return [crowd];
        const others = { ...crowd, zones: crowd.zones.filter((zone) => !isChosen(zone)) };
        return [others, { x: chosen.x, y: chosen.y, zones: [chosen] }];
      });
    },
    _sign({ zones }) {
      const count = zones.length;
      if (count === 1) {
        const [zone] = zones, name = this._nameOfLook(zone);
        const on = zone.key === this.look.selected ? " spot--on" : "";
        return { r: RADII[name.slice(6)] || ALONE, element: button(`spot ${name}${on}`, "", zone.name) };
      }
      const r = 10 + 2 * String(count).length;
      const isFew = this.look.by === "sector" && !zones.some(({ sectors }) => sectors.includes(this.look.sector));
      const title = zones.slice(0, 6).map(({ name }) => name).join("; ") + (count > 6 ? " …" : "");
      const element = button(`spot spot--many${isFew ? " spot--few" : ""}`, String(count), title);
      element.style.inlineSize = element.style.blockSize = `${2 * r}px`;
      return { r, element };
    },
    _nameOfLook({ state, area, sectors }) {
      const { by, sector } = this.look;
      if (by === "size") return `spot--s${area}`;
      if (by === "sector") return sectors.includes(sector) ? "" : sectors.length ? "spot--plan" : "spot--none";
      return STATES[state] ?? "spot--none";
    },
    /* While a pinch goes on, signs keep their size and follow their places. */
    _place(event) {
      const k = 2 ** this._map.getZoom(), origin = this._map.getPixelOrigin();
      for (const sign of this._shown) {
        const x = event ? sign.x * k - origin.x : sign.left;
        const y = event ? sign.y * k - origin.y : sign.top;
        sign.element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
      }
    },
    _mark() {
      const { hovered } = this.look;
      for (const { zones, element } of this._shown)
        if (zones) element.classList.toggle("is-hov", Boolean(hovered) && zones.some(({ key }) => key === hovered));
    },
    _press(event) {
      const sign = this._shown.find(({ element }) => element === event.target.closest("button"));
      if (!sign) return;
      L.DomEvent.stop(event);
      if (sign.gate) this.onGate(sign.gate);
      else if (sign.zones.length === 1) this.onZone(sign.zones[0].key);
      else this.onCrowd(sign.zones);
    },
  });

  Object.assign(window.zoneMap, { Signs, zoneOf });
})();
