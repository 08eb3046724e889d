/* A review: keys from field to field, and what is chosen is kept as one goes, for oneself alone. */
"use strict";

for (const form of document.querySelectorAll("form[data-review]")) {
  const tell = (name, shows) => {
    for (const line of form.querySelectorAll(`[${name}]`)) line.hidden = !shows;
  };

  /* Kept a moment after the last change, and when the page is left. */
  let timer = null;
  const keep = async () => {
    clearTimeout(timer);
    timer = null;
    const body = new FormData(form);
    body.set("do", "keep");
    let isKept = false;
    try {
      const answer = await fetch(form.dataset.review, { method: "POST", body, keepalive: true, redirect: "error" });
      isKept = answer.ok;
    } catch { /* no connection, or signed out: told below */ }
    tell("data-kept", isKept);
    tell("data-not-kept", !isKept);
  };
  document.addEventListener("input", ({ target }) => {
    if (target.form !== form) return;
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  document.addEventListener("submit", ({ target }) => {
    if (target === form) clearTimeout(timer);
    if (target !== form) return;
    clearTimeout(timer);
    timer = null;
  });
  addEventListener("pagehide", () => { if (timer) keep(); });

  /* Keys: not while one types; off by the box in their line, for good. */
  const line = form.querySelector("[data-keys]");
  const box = form.querySelector("[data-keys-on]");
  if (!line) continue;
  const OFF = "review-keys-off";
  const memory = { get: () => { try { return localStorage.getItem(OFF); } catch { return null; } },
    set: (value) => { try { localStorage.setItem(OFF, value); } catch { /* for this page only */ } } };
  line.hidden = false;
  box.checked = memory.get() !== "1";
  box.addEventListener("change", () => memory.set(box.checked ? "0" : "1"));

  const fields = [...form.querySelectorAll("section.change[data-open]")];
  const here = () => fields.indexOf(document.activeElement?.closest("section.change"));
  const go = (field) => {
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: "start", behavior: "instant" });
  };
  const choose = (field, value) => {
    const radio = field?.querySelector(`input[type="radio"][value="${value}"]`);
    if (!radio) return false;
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  };
  const acts = {
    j: () => go(fields[Math.min(here() + 1, fields.length - 1)]),
    k: () => go(fields[Math.max(here() - 1, 0)]),
    a: () => choose(fields[here()], "accepted"),
    x: () => choose(fields[here()], "declined") && fields[here()].querySelector(".why textarea").focus(),
  };
  const TYPING = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])";
  document.addEventListener("keydown", (event) => {
    if (!box.checked || !line.offsetParent) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isTyping = event.target.closest?.(TYPING);
    if (event.key === "Escape" && isTyping?.form === form) return go(fields[here()]);
    const act = acts[event.key.toLowerCase()];
    if (isTyping || !act) return;
    event.preventDefault();
    act();
  });
}
