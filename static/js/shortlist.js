/* The shortlist without leaving the page: its buttons, their count, the tray, and notes as they are
   typed. Without this script each button sends its form. */
(() => {
  "use strict";

  const JSON_TYPE = "application/json";
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("shortlist") : null;

  const show = ({ keys, count, tray }) => {
    for (const button of document.querySelectorAll("button.pick[aria-pressed]")) {
      const isOn = keys.includes(button.value);
      button.setAttribute("aria-pressed", String(isOn));
      button.name = isOn ? "gone" : "zone";
    }
    for (const box of document.querySelectorAll("[data-shortlist-count]")) {
      box.hidden = !count;
      box.firstElementChild.textContent = count;
    }
    const place = document.getElementById("tray");
    if (place) place.outerHTML = tray;
  };

  const say = (button, html, isFault = false) => {
    document.getElementById("picked-said")?.remove();
    const box = document.createElement("span");
    box.id = "picked-said";
    box.className = isFault ? "msg" : "vh";
    box.setAttribute("role", isFault ? "alert" : "status");
    button.after(box);
    if (isFault) box.textContent = html;
    else setTimeout(() => { box.innerHTML = html; }, 50); // a region that was there is read out
  };

  const press = async (button, form) => {
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    try {
      const body = new FormData(form, button);
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: JSON_TYPE } });
      const told = await answer.json();
      show(told);
      channel?.postMessage(told);
      say(button, told.fault || told.said, Boolean(told.fault));
    } catch {
      say(button, form.dataset.failed, true);
    } finally {
      button.removeAttribute("aria-busy");
    }
  };

  document.addEventListener("submit", (event) => {
    const { submitter, target } = event;
    if (!submitter?.matches("button.pick[aria-pressed]")) return;
    event.preventDefault();
    press(submitter, target);
  });

  /* A page that the browser kept while the list changed. */
  const refresh = () => {
    const box = document.querySelector("[data-state]");
    if (box) fetch(box.dataset.state).then((answer) => answer.json()).then(show).catch(() => {});
  };
  addEventListener("pageshow", ({ persisted }) => {
    const [visit] = performance.getEntriesByType("navigation");
    if (persisted || visit?.type === "back_forward") refresh();
  });
  channel?.addEventListener("message", ({ data }) => show(data));

  /* Notes are kept as soon as one leaves their field, unless it is to press a button, which keeps
     them too. */
  const work = document.getElementById("work");
  let waits = 0;
  let isTyped = false;
  /* Beside each note its form sends what the list had when it was shown, so that two windows do not
     undo each other. */
  const shown = () => [...work.querySelectorAll("input[name^='was-']")];
  const keep = async () => {
    const body = new FormData(work);
    const before = shown().map((input) => [input, input.value]);
    for (const [input] of before) input.value = body.get(input.name.replace("was-", "note-")) ?? input.value;
    const answer = await fetch(work.action, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) for (const [input, value] of before) input.value = value;
    const said = document.getElementById("kept");
    const words = answer?.status === 409 ? work.dataset.clash : "";
    if (said) said.textContent = answer?.ok ? work.dataset.kept : words;
  };
  work?.addEventListener("change", ({ target }) => {
    if (target.tagName === "TEXTAREA") waits = setTimeout(keep, 400);
  });
  work?.addEventListener("input", () => { isTyped = true; });
  addEventListener("pagehide", () => {
    if (isTyped) navigator.sendBeacon(work.action, new FormData(work));
  });
  work?.addEventListener("submit", () => { clearTimeout(waits); isTyped = false; });
})();
