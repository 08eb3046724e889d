// A key that does not answer, or a person who stops: said on the page, not in the console.
const { said } = document.currentScript.dataset;
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  let box = document.getElementById("passkey-said");
  if (!box) {
    box = document.createElement("div");
    box.id = "passkey-said";
    box.className = "errors";
    box.setAttribute("role", "alert");
    document.querySelector("main h1").after(box);
  }
  box.textContent = said;
});
