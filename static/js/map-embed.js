/* The map on another site: it shows and chooses; whatever it links to opens on the whole window. */
(() => {
  "use strict";

  const { WorkingMap, Card, listed } = window.zoneMap;
  const element = document.querySelector("#zone-map");
  const { by, of, layers, selected, at } = element.dataset;
  const words = JSON.parse(element.dataset.words);
  const card = new Card(element, words, { isPlain: true });
  const look = { by, of, layers: new Set(layers.split(" ")), selected };

  const choose = (key) => {
    look.selected = key;
    map.setLook(look);
    if (key) card.show(key).then(() => look.selected === key && map.show(key, card.height));
    else card.close();
  };
  const map = new WorkingMap(element, { chosen: choose, moved: () => {}, ...listed(card, words) });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-choose], .zoom a, .popup .close");
    if (!link || !map.signs) return;
    event.preventDefault();
    if (link.matches(".nearer")) map.zoom(1);
    else if (link.matches(".farther")) map.zoom(-1);
    else if (link.matches(".whole")) map.whole();
    else choose(link.dataset.choose || "");
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && choose(""));
  map.start(look, at ? at.split(",").map(Number) : null).then(() => {
    /* The wheel belongs to the page around, until somebody works with the map. */
    map.map.scrollWheelZoom.disable();
    map.map.on("click dragstart", () => map.map.scrollWheelZoom.enable());
    if (selected) map.show(selected, card.height);
  }, () => {
    const note = element.querySelector(".map-says");
    note.textContent = words.failed;
    note.hidden = false;
  });
})();
