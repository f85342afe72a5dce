// The control of a line looks again by itself: what is read is shown anew, what is typed stays. All of it works without.

// A countdown runs on between two looks.
setInterval(() => {
  for (const left of document.querySelectorAll("[data-left]")) {
    const now = Math.max(0, Number(left.dataset.left) - 1);
    left.dataset.left = now;
    left.textContent = now;
  }
}, 1000);

const page = document.getElementById("control-page");

function isBusy() {
  const typed = [...document.querySelectorAll("main input:not([type=hidden]), main select")];
  return "holds" in page.dataset || typed.some((field) => field === document.activeElement || field.value !== (field.defaultValue ?? field.querySelector("option")?.value ?? ""));
}

async function look() {
  const note = document.getElementById("control-note");
  try {
    const answer = await fetch(page.dataset.look, { credentials: "same-origin" });
    if (answer.redirected || answer.status === 401) {
      note.textContent = page.dataset.gone;
      return;
    }
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const other = found.getElementById("control-page");
    if (!other) throw new Error("another page");
    for (const part of document.querySelectorAll("[data-live]")) {
      const now = found.getElementById(part.id);
      if (now && now.innerHTML !== part.innerHTML) part.innerHTML = now.innerHTML;
    }
    if (other.dataset.key !== page.dataset.key) {
      const isOver = "holds" in page.dataset && !other.dataset.key.startsWith("armed");
      if (!isBusy() || isOver) return location.replace(page.dataset.here);
      note.textContent = page.dataset.again;
    }
    page.dataset.every = other.dataset.every;
  } catch {
    // The server is away for a moment: ask again.
  }
  setTimeout(look, Number(page.dataset.every) || 3000);
}
if (page) setTimeout(look, Number(page.dataset.every) || 3000);
