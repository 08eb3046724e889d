/* The directory while htmx swaps its results: what was pressed keeps its place, its focus and its
   open groups; the count is told; on a phone the panel of filters stays open until it is closed. */
(() => {
  "use strict";

  const PANEL = "#filters";
  const root = document.documentElement;
  let before = null; // { id, top, open } of the control that asked
  let shows = false; // the button "Show 40 zones" asked: the panel closes, the results come up

  /* The address says whether the panel is open, as it does without this script. */
  const follow = () => root.classList.toggle("filters-open", location.hash === PANEL);

  const groups = () => [...document.querySelectorAll("#found details[id]")];

  const remember = (pressed) => {
    const open = groups().filter((group) => group.open).map((group) => group.id);
    before = { id: pressed?.id, top: pressed?.getBoundingClientRect().top, open };
  };

  const restore = ({ id, top, open }) => {
    for (const group of groups()) group.open ||= open.includes(group.id);
    const pressed = id && document.getElementById(id);
    if (!pressed) return;
    if (document.activeElement !== pressed) pressed.focus({ preventScroll: true });
    scrollBy({ top: pressed.getBoundingClientRect().top - top, behavior: "instant" });
  };

  const showResults = () => {
    const results = document.getElementById("results");
    results.focus({ preventScroll: true });
    results.scrollIntoView({ behavior: "instant" });
  };

  const tell = () => {
    const live = document.getElementById("live");
    const count = document.querySelector("[data-count]")?.dataset.count;
    if (live && count && live.textContent !== count) live.textContent = count;
  };

  follow();
  addEventListener("hashchange", follow);
  document.addEventListener("htmx:historyRestore", follow);

  document.addEventListener("submit", ({ submitter }) => {
    shows = root.classList.contains("filters-open") && Boolean(submitter?.closest(PANEL));
    if (shows) root.classList.remove("filters-open");
  }, true);

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    remember(detail.requestConfig?.triggeringEvent?.target.closest?.("[id]"));
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (before && !shows) restore(before);
    if (shows) showResults();
    before = null;
    shows = false;
    tell();
  });

  /* htmx writes the new address without "#filters": a reload would close the panel. */
  document.addEventListener("htmx:pushedIntoHistory", () => {
    if (root.classList.contains("filters-open"))
      history.replaceState(history.state, "", location.pathname + location.search + PANEL);
  });
})();
