/* One press chooses all rows of a list, another none. Without this script the boxes are ticked one by one. */
const all = document.getElementById("choose-all");
const boxes = [...document.querySelectorAll("#result_list .action-select")];
if (all && boxes.length) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const isOn = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = isOn;
  });
}
