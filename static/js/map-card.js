/* The docked card of a map: what the portal says of the zone that is chosen, or a list to choose from. */
(() => {
  "use strict";

  const made = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

  class Card {
    constructor(element, words, { isPlain = false } = {}) {
      this.box = element.querySelector(".popup");
      this.says = this.box.querySelector(".popup-says");
      this.words = words;
      this.more = isPlain ? "?plain=1" : "";
      this.asked = 0;
    }

    get isOpen() { return !this.box.hidden; }

    get height() { return this.box.offsetHeight; }

    /* Show the zone; the last one asked for counts. */
    async show(key, { takesFocus = false } = {}) {
      const mine = (this.asked += 1);
      if (!this.isOpen) this.#fill(made("p", this.words.wait));
      try {
        const answer = await fetch(this.words.card.replace("KEY", encodeURIComponent(key)) + this.more);
        if (!answer.ok) throw new Error(answer.status);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (mine === this.asked) this.#fill(...page.body.childNodes);
      } catch {
        if (mine === this.asked) this.#fill(made("p", this.words.unreachable, { tabIndex: -1, id: "h-card" }));
      }
      if (mine === this.asked && takesFocus) this.focus();
    }

    /* Show links: of each its text, its address, and the key of the zone that it chooses. */
    list(title, rows) {
      const list = made("ul", "");
      list.setAttribute("role", "list");
      for (const [text, href, key] of rows) {
        const item = made("li", ""), link = made("a", text, { href });
        if (key) link.dataset.choose = key;
        item.append(link);
        list.append(item);
      }
      this.asked += 1;
      this.#fill(made("h2", title, { id: "h-card", tabIndex: -1 }), list);
    }

    focus() { this.says.querySelector("#h-card")?.focus({ preventScroll: true }); }

    close() {
      this.asked += 1;
      this.#fill();
    }

    #fill(...nodes) {
      this.says.replaceChildren(...nodes);
      this.box.hidden = !nodes.length;
    }
  }

  /* What the map shows of a crowd at one place, and of a gateway. */
  const listed = (card, words) => ({
    gathered: (zones) => card.list(words.here, zones.map(({ key, name }) => (
      [name, words.zone.replace("KEY", encodeURIComponent(key)), key]))),
    gate: ({ key, name, kind }) => card.list(words.kinds[kind], [
      [name, words.gateway.replace("KEY", encodeURIComponent(key))]]),
  });

  Object.assign(window.zoneMap, { Card, listed });
})();
