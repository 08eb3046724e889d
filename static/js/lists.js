/* Long lists of boxes get an input that hides what does not match; what is ticked always stays. */
for (const find of document.querySelectorAll(".find")) {
  const input = find.querySelector("input");
  const rows = [...find.parentElement.querySelectorAll("label.check")];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const show = () => {
    const wanted = plain(input.value.trim());
    for (const row of rows) {
      const stays = row.querySelector("input").checked || plain(row.textContent).includes(wanted);
      row.parentElement.hidden = !stays;
    }
  };
  find.hidden = false;
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}
