/* The count under the sentence of the first page is of the words that it opened with: with other
   words in it, chosen now or put back by the browser, it says nothing and is not shown. */
(() => {
  "use strict";

  const form = document.querySelector("form.say");
  const told = form?.querySelector("[data-as-opened]");
  if (!told) return;
  const isOther = ({ options, selectedIndex, value, defaultValue }) =>
    options ? !options[selectedIndex].defaultSelected : value !== defaultValue;
  const follow = () => {
    told.hidden = [...form.elements].some((field) => field.name && isOther(field));
  };
  form.addEventListener("input", follow);
  addEventListener("pageshow", follow);
})();
