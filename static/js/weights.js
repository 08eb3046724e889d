/* A slider beside each weight; the number stays and is what the form sends. */
for (const number of document.querySelectorAll(".weights input[type=number]")) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = number.min;
  slider.max = number.max;
  slider.step = number.step;
  slider.value = number.value;
  slider.setAttribute("aria-label", document.querySelector(`label[for="${number.id}"]`).textContent);
  slider.addEventListener("input", () => (number.value = slider.value));
  number.addEventListener("input", () => (slider.value = number.value));
  number.after(slider);
}
