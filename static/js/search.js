/* Suggestions below the search boxes: a combobox over what the server finds, as one types.
   Without this script a box leads to the page of results, which has the same groups. */
(() => {
  "use strict";

  const WAIT = 160; // milliseconds without a key before the server is asked
  const wide = /[^\u0000-\u024f]/; // a single sign of these scripts may be a word

  const start = (form) => {
    const input = form.querySelector("input[type=search]");
    const box = document.createElement("div");
    const name = (part) => `${input.id}-${part}`;
    let asked = null, timer = 0, told = "", options = [], active = -1;

    box.className = "suggest";
    box.id = name("suggest");
    box.hidden = true;
    form.querySelector(".combo").append(box);
    for (const [key, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": box.id,
    })) input.setAttribute(key, value);

    const choose = (index) => {
      options[active]?.setAttribute("aria-selected", "false");
      active = index;
      const option = options[active];
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };

    const show = (open) => {
      box.hidden = !open;
      input.setAttribute("aria-expanded", String(open && options.length > 0));
      if (!open) choose(-1);
    };

    const close = () => {
      clearTimeout(timer);
      asked?.abort();
      show(false);
    };

    const fill = (html) => {
      choose(-1);
      box.innerHTML = html;
      options = [...box.querySelectorAll("[role=option]")];
      options.forEach((option, index) => { option.id = name(`option-${index}`); });
      const list = box.querySelector("[role=listbox]");
      if (list) list.id = name("list");
      input.setAttribute("aria-controls", list ? list.id : box.id);
      show(document.activeElement === input);
    };

    const ask = async () => {
      const words = input.value.trim();
      asked?.abort();
      if (words.length < (wide.test(words) ? 1 : 2)) return show(false);
      if (words === told) return show(true);
      asked = new AbortController();
      try {
        const url = `${form.dataset.suggestions}?${new URLSearchParams({ q: words })}`;
        const answer = await fetch(url, { signal: asked.signal });
        if (!answer.ok) return;
        const html = await answer.text();
        told = words;
        fill(html);
      } catch (error) {
        if (error.name !== "AbortError") show(false);
      }
    };

    const move = (step) => {
      if (box.hidden) return ask();
      const places = options.length + 1; // one of them is the input itself
      choose((active + 1 + step + places) % places - 1);
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && !box.hidden && options[active]) {
        event.preventDefault();
        location.assign(options[active].href);
      } else if (event.key === "Escape" && !box.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Tab") close();
    });
    box.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
  };

  for (const form of document.querySelectorAll("form.look")) start(form);
})();
