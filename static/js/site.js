/* While htmx swaps the directory: the control keeps place and focus, groups and panel stay open. */
(() => {
  "use strict";

  const root = document.documentElement;
  const PANEL = "#filters", OPEN = "filters-open";
  let before = null; // of the control that asked
  let shows = false; // the panel's own button asked

  const follow = () => root.classList.toggle(OPEN, location.hash === PANEL);
  const groups = () => [...document.querySelectorAll("#found details[id]")];
  const at = (element) => element?.getBoundingClientRect().top;

  const restore = ({ id, top, open }) => {
    for (const group of groups()) group.open ||= open.includes(group.id);
    const pressed = id && document.getElementById(id);
    if (!pressed) return;
    pressed.focus({ preventScroll: true });
    scrollBy({ top: at(pressed) - top, behavior: "instant" });
  };

  follow();
  addEventListener("hashchange", follow);
  document.addEventListener("htmx:historyRestore", follow);

  document.addEventListener("submit", ({ submitter }) => {
    shows = root.classList.contains(OPEN) && Boolean(submitter?.closest(PANEL));
    if (shows) root.classList.remove(OPEN);
  }, true);

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const pressed = detail.requestConfig?.triggeringEvent?.target.closest?.("[id]");
    const open = groups().filter((group) => group.open).map((group) => group.id);
    before = { id: pressed?.id, top: at(pressed), open };
  });

  document.addEventListener("htmx:afterSwap", () => {
    const results = document.getElementById("results");
    if (shows) {
      results.focus({ preventScroll: true });
      results.scrollIntoView({ behavior: "instant" });
    } else if (before) restore(before);
    before = null;
    shows = false;
    const live = document.getElementById("live");
    const count = document.querySelector("[data-count]")?.dataset.count;
    if (live && count && live.textContent !== count) live.textContent = count;
  });

  /* The address that htmx writes has no "#filters". */
  document.addEventListener("htmx:pushedIntoHistory", () => {
    if (root.classList.contains(OPEN))
      history.replaceState(history.state, "", location.pathname + location.search + PANEL);
  });
})();
