/* Names on the map, as many as there is room for: none covers a sign or another name. */
(() => {
  "use strict";

  const TOWNS_FROM = [5, 6.25, 7.5]; // zoom by rank of the town
  const ZONES_FROM = 8, CORRIDORS_FROM = 6, COUNTRIES_TO = 9;
  const LETTER = 7.4, TALL = 17; // pixels, of a usual letter and line
  const { project } = window.zoneMap;

  const Names = L.Layer.extend({
    initialize({ names, language }) {
      this._language = language;
      this._names = names.map(([text, kind, places]) => (
        { text, kind: `of-${kind}`, places: places.map((at) => project(...at)) }));
      this._towns = [];
      this._corridors = [];
      this._signs = [];
    },
    onAdd() { this._box = L.DomUtil.create("div", "names", this.getPane("shadowPane")); },
    onRemove() { this._box.remove(); },
    setTowns(towns) {
      this._towns = towns.map(([lon, lat, rank, names]) => (
        { text: names[this._language] || names.en, rank, ...project(lon, lat) }));
      this.draw(this._signs);
    },
    setCorridors(corridors, areShown) {
      this._corridors = areShown ? corridors.map(({ name, line }) => (
        { text: name, places: [0.5, 0.35, 0.65, 0.2, 0.8].map((part) => (
          project(...line[Math.floor((line.length - 1) * part)]))) })) : [];
      this.draw(this._signs);
    },
    draw(signs) {
      this._signs = signs;
      if (!this._map || !this._box) return;
      const zoom = this._map.getZoom(), k = 2 ** zoom, origin = this._map.getPixelOrigin();
      const bounds = this._map.getPixelBounds();
      const at = ({ x, y }) => ({ left: x * k - origin.x, top: y * k - origin.y });
      const taken = signs.map(({ left, top, r }) => [left - r, top - r, left + r, top + r]);
      const made = [];
      const put = (text, kind, places, { middle = false, gap = 8 } = {}) => {
        const wide = text.length * LETTER * (kind === "of-country" ? 1.5 : 1);
        for (const place of places) {
          if (!bounds.contains([place.x * k, place.y * k])) continue;
          const { left, top } = at(place);
          const x = middle ? left - wide / 2 : left + gap, box = [x - 2, top - TALL / 2, x + wide + 2, top + TALL / 2];
          if (box[2] + origin.x > bounds.max.x || box[0] + origin.x < bounds.min.x) continue;
          if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]))
            continue;
          taken.push(box);
          const span = document.createElement("span");
          span.className = kind;
          span.textContent = text;
          span.style.transform = `translate(${x.toFixed(1)}px, ${(top - TALL / 2).toFixed(1)}px)`;
          made.push(span);
          return;
        }
      };
      if (zoom < COUNTRIES_TO)
        for (const { text, kind, places } of this._names) put(text, kind, places, { middle: true });
      if (zoom >= ZONES_FROM)
        for (const { zones, r, x, y } of signs)
          if (zones?.length === 1) put(zones[0].name, "of-zone", [{ x, y }], { gap: r + 4 });
      for (const town of this._towns)
        if (zoom >= TOWNS_FROM[town.rank])
          put(town.text, town.rank ? "of-town" : "of-town of-capital", [town]);
      if (zoom >= CORRIDORS_FROM)
        for (const { text, places } of this._corridors) put(text, "of-corridor", places, { middle: true });
      this._box.replaceChildren(...made);
    },
  });

  window.zoneMap.Names = Names;
})();
