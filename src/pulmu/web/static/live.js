// What a live plant shows is pushed; the page drawn by the server stands without it. A value that is lost is never shown as if it were true.
const live = document.getElementById("live");
const answer = document.getElementById("live-answer");
const trouble = document.getElementById("live-trouble");
const cells = new Map();
for (const cell of live.querySelectorAll("[data-tag]")) {
  cells.set(cell.dataset.tag, [...(cells.get(cell.dataset.tag) ?? []), cell]);
}
const machines = new Map();
for (const part of live.querySelectorAll(".machine[data-machine]")) {
  const number = Number(part.dataset.machine);
  machines.set(number, [...(machines.get(number) ?? []), part]);
}
const ages = live.querySelectorAll("[data-age-of]");
let offset = 0; // of the server's clock
let heard = Date.now();

function put([tag, text, standing, note, at, state, sign, machine]) {
  for (const cell of cells.get(tag) ?? []) {
    cell.className = `live-value standing-${standing}`;
    cell.dataset.at = at;
    cell.querySelector(".value").textContent = text;
    cell.querySelector(".note").textContent = note;
    const swatch = cell.querySelector(".swatch");
    swatch.hidden = !state;
    swatch.className = `swatch state-${state || "none"}`;
    swatch.textContent = sign;
  }
  for (const part of machines.get(machine) ?? []) {
    part.dataset.state = state || "unknown";
    part.querySelector("text").textContent = sign;
  }
}

function told(content) {
  heard = Date.now();
  offset = content.now - heard;
  live.classList.toggle("not-kept", !content.kept);
}

function age(seconds) {
  if (seconds < 100) return `${Math.max(0, seconds).toFixed(seconds < 10 ? 1 : 0)} s`;
  return seconds < 6000 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}

function tick() {
  const now = Date.now() + offset;
  for (const cell of live.querySelectorAll(".standing-stale, .standing-bad, .standing-uncertain")) {
    if (!Number(cell.dataset.at)) continue;
    const note = cell.querySelector(".note");
    note.dataset.age = age((now - Number(cell.dataset.at)) / 1000);
  }
  for (const cell of ages) {
    const at = Number(cells.get(cell.dataset.ageOf)?.[0]?.dataset.at);
    cell.textContent = at ? age((now - at) / 1000) : "";
  }
  const isLost = Date.now() - heard > 6000;
  live.classList.toggle("lost", isLost);
  if (isLost) say(live.dataset.lost);
  else if (trouble.textContent === live.dataset.lost) say("");
}

function say(text) {
  if (trouble.textContent !== text) trouble.textContent = text;
  trouble.hidden = !text;
}

const source = new EventSource(live.dataset.stream);
source.addEventListener("values", (event) => {
  const content = JSON.parse(event.data);
  told(content);
  content.cells.forEach(put);
  say("");
  live.dataset.pushed = String(Number(live.dataset.pushed ?? 0) + 1);
});
source.addEventListener("answer", (event) => {
  const content = JSON.parse(event.data);
  told(content);
  if (answer.textContent !== content.text) answer.textContent = content.text;
});
source.addEventListener("trouble", (event) => {
  heard = Date.now();
  live.classList.add("not-kept");
  say(JSON.parse(event.data).text);
});
setInterval(tick, 500);
tick();
