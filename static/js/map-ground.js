/* The ground of the map on one canvas: its lines are projected once and drawn at any zoom.
   The colours are those of tokens.css, by day and by night. */
(() => {
  "use strict";

  const SIX = new Set(["Cambodia", "Laos", "Myanmar", "Thailand", "Vietnam"]);
  const KNOWN = [90, 4, 114, 30.5]; // west, south, east, north of the ground
  const OFF_PIXELS = 5; // across, of a zone that the filters leave out

  /* World pixels at zoom 0, as Leaflet has them. */
  const project = (lon, lat) => L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), 0);

  /* Each arc of a TopoJSON as [x, y, x, y, …]. */
  const arcsOf = ({ arcs, transform: { scale, translate } }) => arcs.map((arc) => {
    let x = 0, y = 0;
    const line = new Float64Array(arc.length * 2);
    arc.forEach(([dx, dy], at) => {
      x += dx;
      y += dy;
      const point = project(x * scale[0] + translate[0], y * scale[1] + translate[1]);
      line[at * 2] = point.x;
      line[at * 2 + 1] = point.y;
    });
    return line;
  });

  /* One ring or line: arcs end to end; ~n is arc n backwards. */
  const trace = (path, arcs, numbers, closes) => {
    let isFirst = true;
    for (const number of numbers) {
      const line = arcs[number < 0 ? ~number : number];
      const count = line.length / 2;
      for (let step = isFirst ? 0 : 1; step < count; step += 1) {
        const at = 2 * (number < 0 ? count - 1 - step : step);
        if (isFirst) path.moveTo(line[at], line[at + 1]);
        else path.lineTo(line[at], line[at + 1]);
        isFirst = false;
      }
    }
    if (closes) path.closePath();
  };

  const pathOf = (arcs, geometries) => {
    const path = new Path2D();
    for (const { type, arcs: parts } of geometries) {
      const closes = type.endsWith("Polygon");
      const depth = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[type];
      const lists = depth === 0 ? [parts] : depth === 1 ? parts : parts.flat();
      for (const numbers of lists) trace(path, arcs, numbers, closes);
    }
    return path;
  };

  const pathsOf = (topology) => {
    const arcs = arcsOf(topology);
    const layer = (name) => topology.objects[name].geometries;
    const isSix = ({ properties }) => SIX.has(properties.name);
    return {
      beyond: pathOf(arcs, layer("countries").filter((country) => !isSix(country))),
      land: pathOf(arcs, [...layer("countries").filter(isSix), ...layer("cnprov")]),
      inner: pathOf(arcs, layer("provlines")),
      lakes: pathOf(arcs, layer("lakes")),
      rivers: pathOf(arcs, layer("rivers")),
    };
  };

  const corridorPath = (corridors) => {
    const path = new Path2D();
    for (const { line } of corridors) {
      line.forEach(([lon, lat], at) => {
        const { x, y } = project(lon, lat);
        if (at) path.lineTo(x, y);
        else path.moveTo(x, y);
      });
    }
    return path;
  };

  const Ground = L.Canvas.extend({
    options: { padding: 0.15, pane: "tilePane" },
    initialize(topology) {
      L.Canvas.prototype.initialize.call(this);
      this._paths = pathsOf(topology);
      const [west, south, east, north] = KNOWN, corner = project(west, north), other = project(east, south);
      this._known = [corner.x, corner.y, other.x - corner.x, other.y - corner.y];
      this._corridors = null;
      this._off = [];
      this.showsCorridors = true;
    },
    setCorridors(corridors) {
      this._corridors = corridorPath(corridors);
      this.redraw();
    },
    /* Points (world pixels at zoom 0) that are there but left out. */
    setOff(points) {
      this._off = points;
      this.redraw();
    },
    redraw() {
      if (this._map && this._bounds) this._update();
    },
    _updatePaths() {}, /* Leaflet's own would clear what is painted here */
    _update() {
      L.Canvas.prototype._update.call(this);
      this._soon ||= requestAnimationFrame(() => { // a zoom asks twice
        this._soon = 0;
        if (this._map && this._ctx && this._bounds) this._paint(this._ctx);
      });
    },
    _paint(ctx) {
      const tokens = getComputedStyle(document.documentElement);
      const colour = (name) => tokens.getPropertyValue(`--${name}`).trim();
      const k = 2 ** this._map.getZoom();
      const origin = this._map.getPixelOrigin();
      const fill = (path, name) => { ctx.fillStyle = colour(name); ctx.fill(path); };
      const stroke = (path, name, width, dash = []) => {
        ctx.strokeStyle = colour(name);
        ctx.lineWidth = width / k;
        ctx.setLineDash(dash.map((length) => length / k));
        ctx.stroke(path);
      };
      ctx.save();
      ctx.clearRect(this._bounds.min.x, this._bounds.min.y, this._bounds.getSize().x, this._bounds.getSize().y);
      ctx.translate(-origin.x, -origin.y);
      ctx.scale(k, k);
      ctx.lineJoin = "round";
      ctx.beginPath();
      ctx.rect(...this._known);
      ctx.clip();
      ctx.fillStyle = colour("sea");
      ctx.fill();
      const { beyond, land, inner, lakes, rivers } = this._paths;
      fill(beyond, "beyond");
      fill(land, "land");
      stroke(inner, "inner", 1);
      fill(lakes, "stream");
      stroke(rivers, "mekong", 1.3);
      stroke(land, "border", 1.2);
      if (this._corridors && this.showsCorridors) stroke(this._corridors, "corridor", 2, [7, 4]);
      this._paintOff(ctx, k, colour("rule-2"));
      ctx.restore();
    },
    _paintOff(ctx, k, colour) {
      ctx.strokeStyle = colour;
      ctx.globalAlpha = 0.6;
      ctx.lineCap = "round";
      ctx.lineWidth = OFF_PIXELS / k;
      ctx.setLineDash([]);
      const path = new Path2D();
      for (const { x, y } of this._off) {
        path.moveTo(x, y);
        path.lineTo(x, y + 1e-6);
      }
      ctx.stroke(path);
    },
  });

  window.zoneMap = { Ground, project };
})();
