/* While htmx swaps the directory: the control keeps place and focus, groups and panel stay open.
   An address names what is asked and nothing else, and none is asked for twice. */
(() => {
  "use strict";

  const root = document.documentElement;
  const PANEL = "#filters", OPEN = "filters-open", OPENER = "#open-filters";
  let before = null; // of the control that asked
  let shows = false; // the panel's own button asked

  const follow = () => {
    root.classList.toggle(OPEN, location.hash === PANEL);
    if (location.hash === OPENER) document.querySelector(OPENER)?.focus();
  };
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

  const toResults = () => {
    const results = document.getElementById("results");
    results.focus({ preventScroll: true });
    results.scrollIntoView({ behavior: "instant" });
  };
  const asked = (address) => new URL(address, location).searchParams.toString();

  document.addEventListener("htmx:configRequest", ({ detail: { formData } }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (asked(event.detail.pathInfo.finalRequestPath) !== asked(location.href)) return;
    event.preventDefault();
    if (!shows) return;
    const { state } = history; // by which htmx knows its pages again
    location.replace("#results"); // the panel is no target any more
    history.replaceState(state, "", location.href);
    toResults();
    shows = false;
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const pressed = detail.requestConfig?.triggeringEvent?.target.closest?.("[id]");
    const open = groups().filter((group) => group.open).map((group) => group.id);
    before = { id: pressed?.id, top: at(pressed), open };
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (shows) toResults();
    else if (before) restore(before);
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
