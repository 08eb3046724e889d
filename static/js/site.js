/* Tells screen readers the new count after htmx has swapped the results; focus is left alone.
   The results carry the sentence (data-count), #live is the live region that stays in the page. */
document.addEventListener("htmx:afterSwap", () => {
  const live = document.getElementById("live");
  const count = document.querySelector("[data-count]")?.dataset.count;
  if (live && count && live.textContent !== count) live.textContent = count;
});
