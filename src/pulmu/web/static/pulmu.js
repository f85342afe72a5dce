// What every page gets besides its server-drawn content: small comforts only. Everything works without it.

// A menu closes when one clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A form is sent once: a second press while the first is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("again" in form.dataset) return; // what is downloaded leaves the page as it is
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Asked once more before what cannot be taken back.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ask]");
  if (button && !window.confirm(button.dataset.ask)) event.preventDefault();
});

// A select or a checkbox marked so sends its form when it changes.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// What is to be copied is chosen as a whole when one comes to it.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select]")) event.target.select();
});

// Long work: look every second how far it is; when it leads elsewhere, go there.
async function follow(section) {
  try {
    const answer = await fetch(section.dataset.follow, { credentials: "same-origin" });
    if (answer.redirected) return location.assign(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("job");
    if (found && found.innerHTML !== section.innerHTML) section.innerHTML = found.innerHTML;
    if (found && !("follow" in found.dataset)) return;
  } catch {
    // The server is away for a moment: ask again.
  }
  setTimeout(follow, 1000, section);
}
for (const section of document.querySelectorAll("[data-follow]")) setTimeout(follow, 1000, section);
